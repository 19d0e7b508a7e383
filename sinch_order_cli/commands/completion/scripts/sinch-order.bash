# bash completion of sinch-order, for bash 3.2 and later. The program finds what completes a line.
_sinch_order() {
    local IFS=$'\n' kind='' line program=${COMP_WORDS[0]//[\\\"\']/}
    program=${program/#\~\//$HOME/}
    type -P -- "$program" >/dev/null || program=sinch-order
    COMPREPLY=()
    {
        read -r kind
        while read -r line; do COMPREPLY+=("$line"); done
    } < <("$program" __complete bash "${COMP_LINE:0:COMP_POINT}" "$2" "${COMP_TYPE-}" 2>/dev/null </dev/null)
    case $kind in
        file) compopt -o default 2>/dev/null ;;
        dir) compopt -o nospace -o dirnames 2>/dev/null ;;
        *) return ;;
    esac && return
    # A bash before 4 leaves paths to the function.
    while read -r line; do
        printf -v line %q "$line" && COMPREPLY+=("$line")
    done < <(compgen "-${kind:0:1}" -- "$2")
} &&
    complete -F _sinch_order sinch-order
