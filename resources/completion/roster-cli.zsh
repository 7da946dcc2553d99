#compdef roster-cli
# Completion of roster-cli for zsh.

local -a commands common own
commands=(
    'login:open a session that other commands use'
    'logout:end that session'
    'get:one record'
    'list:the records that match'
    'add:a new record, or many'
    'update:change fields of a record'
    'delete:delete a record'
    'restore:bring a deleted record back'
    'watch:show changes as they happen'
    'passwd:change your password'
    'sessions:list open sessions, or end one'
    'info:the server and who you are'
    'status:how the server fares'
    'known-servers:the servers that were accepted'
    'help:tell about a command'
)
common=(
    '--server[server]:server:'
    '--user[user]:user:'
    '--ca[ca]:ca:_files'
    '--password-file[password file]:password file:_files'
    '--output[output]:output:(table json jsonl csv)'
    '--no-pager[no pager]'
    '--help[help]'
    '--version[the version, or that of the record]'
)
local command word
for word in ${words[2,CURRENT-1]}; do
    if (( ${commands[(I)$word:*]} )); then
        command=$word
        break
    fi
done
case $command in
known-servers)
    own=(
        '--fingerprint[fingerprint]:fingerprint:'
        '2:action:(list forget add)'
    )
    ;;
get)
    own=(
        '--fields[fields]:fields:(id first_name last_name ssn date_of_birth salary department job_title email hired_on left_on)'
    )
    ;;
list)
    own=(
        '*--filter[filter]:filter:(id first_name last_name ssn date_of_birth salary department job_title email hired_on left_on)'
        '--text[text]:text:'
        '*--sort[sort]:sort:(id first_name last_name ssn date_of_birth salary department job_title email hired_on left_on)'
        '--limit[limit]:limit:'
        '--offset[offset]:offset:'
        '--all[all]'
        '--total[total]'
        '--deleted[deleted]'
        '--fields[fields]:fields:(id first_name last_name ssn date_of_birth salary department job_title email hired_on left_on)'
    )
    ;;
add)
    own=(
        '--first-name[first name]:first name:'
        '--last-name[last name]:last name:'
        '--ssn[ssn]:ssn:'
        '--date-of-birth[date of birth]:date of birth:'
        '--salary[salary]:salary:'
        '--department[department]:department:'
        '--job-title[job title]:job title:'
        '--email[email]:email:'
        '--hired-on[hired on]:hired on:'
        '--left-on[left on]:left on:'
        '--id[id]:id:'
        '--from-json[from json]:from json:_files'
        '--request-key[request key]:request key:'
    )
    ;;
update)
    own=(
        '--first-name[first name]:first name:'
        '--last-name[last name]:last name:'
        '--ssn[ssn]:ssn:'
        '--date-of-birth[date of birth]:date of birth:'
        '--salary[salary]:salary:'
        '--department[department]:department:'
        '--job-title[job title]:job title:'
        '--email[email]:email:'
        '--hired-on[hired on]:hired on:'
        '--left-on[left on]:left on:'
        '--version[version of the record]:number:'
        '--from-json[from json]:from json:_files'
        '--request-key[request key]:request key:'
    )
    ;;
delete)
    own=(
        '--version[version of the record]:number:'
        '--yes[yes]'
        '--request-key[request key]:request key:'
    )
    ;;
restore)
    own=(
        '--version[version of the record]:number:'
        '--request-key[request key]:request key:'
    )
    ;;
passwd)
    own=(
        '--new-password-file[new password file]:new password file:_files'
    )
    ;;
sessions)
    own=(
        '--account[account]:account:'
        '--revoke[revoke]:revoke:'
    )
    ;;
esac
_arguments -S $common $own '1:command:{_describe command commands}' '*:argument:'
