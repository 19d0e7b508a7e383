#compdef sinch-order
# zsh completion of sinch-order. Generated from the program; see `sinch-order completion --help`.

_sinch_order_commands() {
  local -a commands
  case $1 in
@@COMMANDS@@
  esac
  _describe -t commands command commands
}

# Regions and types are taken in any letter case, and toll-free for TOLL_FREE.
_sinch_order_value() {
  local -a words
  case $1 in
@@FIXED@@
  esac
  _describe -t $1 $1 words -M 'm:{[:lower:]-}={[:upper:]_}'
}

# The regions that the server named the last time, or else all there are.
_sinch_order_regions() { _sinch_order_stored region regions || _sinch_order_value region }

# What the program finds among the stored orders: $1 is what it is called, the rest the request.
_sinch_order_stored() {
  local label=$1 program=${${(Q)_sinch_order_program}/#\~\//$HOME/} line
  local -a words shown sandbox expl
  shift
  whence -p -- $program >/dev/null || program=sinch-order
  (( ${words_given[(I)--sandbox]} )) && sandbox=(--sandbox)
  for line in ${(f)"$($program __complete $sandbox "$@" ${(Q)PREFIX} 2>/dev/null </dev/null)"}; do
    words+=(${line%%$'\t'*})
    shown+=("${line%%$'\t'*}${${line#*$'\t'}:+  -- ${line#*$'\t'}}")
  done
  _wanted $label expl $label compadd -l -d shown -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -a words
}

_sinch_order_orders() { _sinch_order_stored order orders }
_sinch_order_customers() { _sinch_order_stored customer customers }
_sinch_order_open_orders() { _sinch_order_stored order open-orders }
_sinch_order_attachments() { _sinch_order_stored document attachments ${(Q)line[1]} }
_sinch_order_document_types() {
  _sinch_order_stored 'document type' document-types ${(Q)line[1]} ${(Q)line[2]}
}

_sinch_order() {
  local curcontext=$curcontext context state state_descr _sinch_order_program=$words[1]
  local -a line words_given=($words)
  typeset -A opt_args
  _arguments -C -S : \
@@ROOT@@
    '1: : _sinch_order_commands ""' \
    '*:: :->command' && return
  case $state in
    command)
      curcontext=${curcontext%:*:*}:sinch-order-$words[1]:
      case $words[1] in
@@TABLE@@
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _sinch-order ]]; then
  _sinch_order "$@"
else
  compdef _sinch_order sinch-order
fi
