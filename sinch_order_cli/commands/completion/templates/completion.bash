# bash completion of sinch-order. Generated from the program; see `sinch-order completion --help`.
# Works in bash 3.2 and later, with and without the package bash-completion.

# What the command $1 takes: options with the kind of their values, + where they may be repeated;
# the kinds of its arguments; the commands below it.
_sinch_order_table() {
    options='' arguments='' commands=''
    case $1 in
@@TABLE@@
    esac
}

# The words of kind $1 that never change, into `words`.
_sinch_order_fixed() {
    case $1 in
@@FIXED@@
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
