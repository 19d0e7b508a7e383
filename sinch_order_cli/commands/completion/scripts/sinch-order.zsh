#compdef sinch-order
# zsh completion of sinch-order. The program finds what completes a line.
_sinch_order() {
  local kind program=${${(Q)words[1]}/#\~\//$HOME/}
  local -a found
  whence -p -- $program >/dev/null || program=sinch-order
  found=("${(@f)$($program __complete zsh "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null </dev/null)}")
  kind=$found[1]
  shift found
  [[ $PREFIX == --*=* ]] && compset -P '*='
  case $kind in
    file) _files ;;
    dir) _files -/ ;;
    ?*) _describe -t $kind $kind found -M 'm:{[:lower:][:upper:]-}={[:upper:][:lower:]_}' ;;
  esac
}

if [[ $funcstack[1] == _sinch-order ]]; then
  _sinch_order "$@"
else
  compdef _sinch_order sinch-order
fi
