# Completion of roster-cli for bash.

_roster_cli() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands="login logout get list add update delete restore watch passwd sessions info status known-servers help"
    local common="--server --user --ca --password-file --output --no-pager --help --version"
    local fields="id first_name last_name ssn date_of_birth salary department job_title email hired_on left_on"
    local command='' word own='' i
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -z $command && " $commands " == *" $word "* ]]; then
            command=$word
        fi
    done
    COMPREPLY=()
    case $previous in
    --ca | --from-json | --new-password-file | --password-file)
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        return
        ;;
    --output)
        mapfile -t COMPREPLY < <(compgen -W "table json jsonl csv" -- "$current")
        return
        ;;
    --filter | --sort | --fields)
        mapfile -t COMPREPLY < <(compgen -W "$fields" -- "$current")
        return
        ;;
    --account | --date-of-birth | --department | --email | --first-name | --hired-on | --fingerprint | --id | --job-title | --last-name | --left-on | --limit | --offset | --request-key | --revoke | --salary | --server | --ssn | --text | --user)
        return
        ;;
    help)
        mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current")
        return
        ;;
    esac
    case $command in
    get) own="--fields" ;;
    list) own="--filter --text --sort --limit --offset --all --total --deleted --fields" ;;
    add) own="--first-name --last-name --ssn --date-of-birth --salary --department --job-title --email --hired-on --left-on --id --from-json --request-key" ;;
    update) own="--first-name --last-name --ssn --date-of-birth --salary --department --job-title --email --hired-on --left-on --version --from-json --request-key" ;;
    delete) own="--version --yes --request-key" ;;
    restore) own="--version --request-key" ;;
    passwd) own="--new-password-file" ;;
    sessions) own="--account --revoke" ;;
    known-servers)
        if [[ $previous == known-servers && $current != -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "list forget add" -- "$current")
            return
        fi
        common="--output --help --version"
        own="--fingerprint"
        ;;
    esac
    if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$common $own" -- "$current")
    elif [[ -z $command ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current")
    fi
}
complete -F _roster_cli roster-cli
