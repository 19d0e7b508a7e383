# bash completion of sinch-order. Generated from the program; see `sinch-order completion --help`.
# Works in bash 3.2 and later, with and without the package bash-completion.

# What the command $1 takes: options with the kind of their values, + where they may be repeated;
# the kinds of its arguments; the commands below it.
_sinch_order_table() {
    options='' arguments='' commands=''
    case $1 in
        '')
            options='--help,-h --version,-V'
            arguments=''
            commands='wizard resume orders requirements search create register attach submit check status plan regions forget help customer batch auth sandbox completion' ;;
        'wizard')
            options='--customer=customer --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='region type'
            commands='' ;;
        'resume')
            options='--order-id=text --region=region --type=type --into=order --name=text --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='open-order'
            commands='' ;;
        'orders')
            options='--all --format=text --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments=''
            commands='' ;;
        'requirements')
            options='--blank-answers --customer=customer --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='region type'
            commands='' ;;
        'search')
            options='--capability=capability+ --pattern=text --match=match --size=text --format=text --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='region type'
            commands='' ;;
        'create')
            options='--number=text --quantity=text --sequential --pattern=text --match=match --capability=capability+ --sms-plan=text --campaign=text --rtc-app=text --est-trunk=text --fax-service=text --callback-url=text --name=text --from=order --customer=customer --accept-proposals --again --or-similar --yes,-y --dry-run --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='region type'
            commands='' ;;
        'register')
            options='--answers=file+ --set=text+ --data=file --customer=customer --accept-proposals --renumber --dry-run --show --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='open-order'
            commands='' ;;
        'attach')
            options='--document-type=document-type --list --template=dir --wait --timeout=text --from-customer --accept-proposals --max-age=text --format=text --dry-run --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='open-order attachment file+'
            commands='' ;;
        'submit')
            options='--yes,-y --timeout=text --no-wait --dry-run --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='open-order'
            commands='' ;;
        'check')
            options='--region=region --type=type --number=text --answers=file+ --customer=customer --accept-proposals --max-age=text --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='open-order'
            commands='' ;;
        'status')
            options='--watch --interval=text --timeout=text --all --until=text --exec=text --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='order'
            commands='' ;;
        'plan')
            options='--type=type+ --customer=customer --quantity=text --format=text --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='region+'
            commands='' ;;
        'regions')
            options='--type=type --format=text --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments=''
            commands='' ;;
        'forget')
            options='--final --older-than=text --abandon --yes,-y --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='order+'
            commands='' ;;
        'help')
            options='--help,-h'
            arguments='topic+'
            commands='' ;;
        'customer')
            options='--help,-h'
            arguments=''
            commands='add list show set rename forget match document' ;;
        'customer add')
            options='--from=order --answers=file+ --region=region --type=type --facts=file --set=text+ --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='text'
            commands='' ;;
        'customer list')
            options='--json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments=''
            commands='' ;;
        'customer show')
            options='--all --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='customer'
            commands='' ;;
        'customer set')
            options='--facts=file --edit --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='customer text+'
            commands='' ;;
        'customer rename')
            options='--json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='customer text'
            commands='' ;;
        'customer forget')
            options='--yes,-y --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='customer+'
            commands='' ;;
        'customer match')
            options='--use=text+ --never=text+ --forget=text+ --only --all --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='customer region type'
            commands='' ;;
        'customer document')
            options='--help,-h'
            arguments=''
            commands='add list remove' ;;
        'customer document add')
            options='--kind=document-kind --issued=text --expires=text --person=text --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='customer file'
            commands='' ;;
        'customer document list')
            options='--json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='customer'
            commands='' ;;
        'customer document remove')
            options='--json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='customer file'
            commands='' ;;
        'batch')
            options='--help,-h'
            arguments=''
            commands='template check run status' ;;
        'batch template')
            options='--json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='region type'
            commands='' ;;
        'batch check')
            options='--only=text+ --parallel=text --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='file'
            commands='' ;;
        'batch run')
            options='--until=text --parallel=text --only=text+ --skip-bad --continue --max-monthly=text+ --interval=text --exec=text --yes,-y --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='file'
            commands='' ;;
        'batch status')
            options='--only=text+ --format=text --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments='file'
            commands='' ;;
        'auth')
            options='--help,-h'
            arguments=''
            commands='login status logout' ;;
        'auth login')
            options='--key-id=text --in-file --json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments=''
            commands='' ;;
        'auth status')
            options='--json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments=''
            commands='' ;;
        'auth logout')
            options='--json --no-input --sandbox --project=text --verbose --quiet,-q --help,-h'
            arguments=''
            commands='' ;;
        'sandbox')
            options='--help,-h'
            arguments=''
            commands='serve reset' ;;
        'sandbox serve')
            options='--port=text --faults=file --quiet --help,-h'
            arguments=''
            commands='' ;;
        'sandbox reset')
            options='--yes,-y --help,-h'
            arguments=''
            commands='' ;;
        'completion')
            options='--help,-h'
            arguments=''
            commands='show install uninstall' ;;
        'completion show')
            options='--help,-h'
            arguments='shell'
            commands='' ;;
        'completion install')
            options='--help,-h'
            arguments='shell'
            commands='' ;;
        'completion uninstall')
            options='--help,-h'
            arguments='shell'
            commands='' ;;
    esac
}

# The words of kind $1 that never change, into `words`.
_sinch_order_fixed() {
    case $1 in
        region) words='AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW' ;;
        type) words='MOBILE LOCAL TOLL_FREE' ;;
        capability) words='SMS VOICE' ;;
        match) words='START CONTAINS END' ;;
        topic) words='workflow answers exit-codes environment customers json wizard resume orders requirements search create register attach submit check status customer plan batch regions forget auth sandbox completion help' ;;
        document-kind) words='passport idCard drivingLicence residencePermit companyRegistration taxCertificate proofOfAddress letterOfAuthorisation powerOfAttorney other' ;;
        shell) words='bash zsh fish powershell' ;;
        format) words='csv tsv json' ;;
        until) words='usable' ;;
        *) words='' ;;
    esac
}

# The kind of the value that the option $1 takes, into `kind`; empty for a flag.
_sinch_order_kind() {
    local option
    kind=''
    for option in $options; do
        if [[ ,${option%%=*}, == *",$1,"* ]]; then
            [[ $option == *=* ]] && kind=${option#*=} kind=${kind%+}
            return
        fi
    done
}

# Offer $1, if it goes on from what is typed. $2 says what it is, in a list of several.
_sinch_order_offer() {
    local word=$1
    case $quote in
        '') printf -v word %q "$1" ;;
        "'") word=${word//"'"/"'\\''"} ;;
        *) [[ $word == *[\"\\\$\`!]* ]] && return ;;
    esac
    found+=("$before$word")
    about+=("${2-}")
}

_sinch_order_offer_fixed() {
    local words word upper=''
    _sinch_order_fixed "$1"
    # Regions and types are taken in any letter case, and toll-free for TOLL_FREE.
    shopt -q nocasematch || { shopt -s nocasematch; upper=1; }
    for word in $words; do
        [[ $word == "$typed"* || ${word//_/-} == "$typed"* ]] && _sinch_order_offer "$word"
    done
    [[ -n $upper ]] && shopt -u nocasematch
}

_sinch_order_offer_options() {
    local option name used
    for option in $options; do
        used=''
        if [[ $option != *+ ]]; then
            for name in ${option//,/ }; do
                [[ $given == *" ${name%%=*} "* ]] && used=1
            done
        fi
        name=${option%%[,=]*}
        [[ -z $used && $name == "$typed"* ]] && _sinch_order_offer "$name"
    done
}

# Offer what the program finds among the stored orders.
_sinch_order_offer_stored() {
    local program=${COMP_WORDS[0]} word what
    program=${program/#\~\//$HOME/}
    type -P -- "$program" >/dev/null || program=sinch-order
    while IFS=$'\t' read -r word what; do
        _sinch_order_offer "$word" "$what"
    done < <("$program" __complete $sandbox "$@" 2>/dev/null </dev/null)
}

_sinch_order_offer_value() {
    case $1 in
        region)
            _sinch_order_offer_stored regions "$typed"
            [[ ${#found[@]} -gt 0 ]] || _sinch_order_offer_fixed region ;;
        order) _sinch_order_offer_stored orders "$typed" ;;
        customer) _sinch_order_offer_stored customers "$typed" ;;
        open-order) _sinch_order_offer_stored open-orders "$typed" ;;
        attachment) _sinch_order_offer_stored attachments "${places[0]-}" "$typed" ;;
        document-type)
            _sinch_order_offer_stored document-types "${places[0]-}" "${places[1]-}" "$typed" ;;
        file) compopt -o default 2>/dev/null || _sinch_order_paths -f ;;
        dir) compopt -o nospace -o dirnames 2>/dev/null || _sinch_order_paths -d ;;
        *) _sinch_order_offer_fixed "$1" ;;
    esac
}

# Where bash is too old to complete paths by itself.
_sinch_order_paths() {
    local path
    while IFS= read -r path; do
        _sinch_order_offer "$path"
    done < <(compgen "$1" -- "$typed")
}

_sinch_order() {
    local IFS=$' \t\n' options arguments commands kind='' path='' given=' ' sandbox='' literal=''
    local typed=${COMP_WORDS[COMP_CWORD]} quote='' before='' word i
    local -a places=() found=() about=()
    _sinch_order_table ''
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $kind ]]; then
            # `--match=START` comes as three words.
            [[ $word == = ]] || kind=''
        elif [[ -z $literal && $word == -- ]]; then
            literal=1
        elif [[ -z $literal && $word == -?* ]]; then
            given+="${word%%=*} "
            [[ $word == --sandbox ]] && sandbox=--sandbox
            [[ $word == *=* ]] || _sinch_order_kind "$word"
        elif [[ -n $commands ]]; then
            path+=${path:+ }$word
            _sinch_order_table "$path"
        else
            word=${word//\\/}
            word=${word#[\"\']}
            places+=("${word%[\"\']}")
        fi
    done

    if [[ -n $kind && $typed == = ]]; then
        typed=''
    elif [[ -z $kind && -z $literal && $typed == --*=* ]]; then
        _sinch_order_kind "${typed%%=*}"
        before=${typed%%=*}= typed=${typed#*=}
    fi
    case $typed in
        [\"\']*) quote=${typed:0:1} typed=${typed:1} ;;
        *) typed=${typed//\\/} ;;
    esac

    local -a kinds=($arguments)
    local here=${kinds[${#places[@]}]-}
    if [[ -z $here && ${#kinds[@]} -gt 0 && ${kinds[${#kinds[@]}-1]} == *+ ]]; then
        here=${kinds[${#kinds[@]}-1]}
    fi
    if [[ -n $kind ]]; then
        _sinch_order_offer_value "$kind"
    elif [[ -z $literal && ($typed == -* || (-z $commands && -z $here)) ]]; then
        _sinch_order_offer_options
    elif [[ -n $commands ]]; then
        for word in $commands; do
            [[ $word == "$typed"* ]] && _sinch_order_offer "$word"
        done
    elif [[ -n $here ]]; then
        _sinch_order_offer_value "${here%+}"
    fi

    COMPREPLY=(${found[@]+"${found[@]}"})
    # When bash lists what there is, and inserts nothing, it can say what each one is.
    if [[ ${#found[@]} -gt 1 && ${COMP_TYPE-} == 63 && -z $before ]]; then
        for ((i = 0; i < ${#found[@]}; i++)); do
            COMPREPLY[i]=${found[i]}${about[i]:+  (${about[i]})}
        done
    fi
} &&
    complete -F _sinch_order sinch-order
