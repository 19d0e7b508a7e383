# fish completion of sinch-order. Generated from the program; see `sinch-order completion --help`.

# What the command $argv[1] takes: options with the kind of their values, + where they may be
# repeated, and what they mean; the kinds of its arguments; the commands below it.
function __sinch_order_table --no-scope-shadowing
    set options
    set arguments
    set commands
    switch "$argv[1]"
@@TABLE@@
    end
end

# The words of kind $argv[1] that never change.
function __sinch_order_fixed
    switch $argv[1]
@@FIXED@@
    end
end

# The kind of the value that the option $argv[1] takes; nothing for a flag.
function __sinch_order_kind --no-scope-shadowing
    for option in $options
        set -l parts (string split -m 1 '|' -- $option)
        set -l spec (string split -m 1 = -- $parts[1])
        if contains -- $argv[1] (string split , -- $spec[1])
            string trim -r -c + -- "$spec[2]"
            return
        end
    end
end

function __sinch_order_options --no-scope-shadowing
    for option in $options
        set -l parts (string split -m 1 '|' -- $option)
        set -l spec (string split -m 1 = -- $parts[1])
        set -l names (string split , -- $spec[1])
        set -l used
        if not string match -q '*+' -- $parts[1]
            for name in $names
                contains -- $name $given; and set used yes
            end
        end
        test -z "$used"; and printf '%s\t%s\n' $names[1] $parts[2]
    end
end

# The words of kind $argv[1], after $argv[2], which is the option's name and = in --match=START.
function __sinch_order_value --no-scope-shadowing
    set -l program (string replace -r '^~/' "$HOME/" -- $tokens[1])
    type -q -- $program; or set program sinch-order
    switch $argv[1]
        case region
            begin
                $program __complete $sandbox regions $typed 2>/dev/null
                or __sinch_order_fixed region
            end
        case order
            $program __complete $sandbox orders $typed 2>/dev/null
        case customer
            $program __complete $sandbox customers $typed 2>/dev/null
        case open-order
            $program __complete $sandbox open-orders $typed 2>/dev/null
        case attachment
            $program __complete $sandbox attachments "$places[1]" $typed 2>/dev/null
        case document-type
            $program __complete $sandbox document-types "$places[1]" "$places[2]" $typed 2>/dev/null
        case file
            __fish_complete_path "$typed"
        case dir
            __fish_complete_directories "$typed"
        case '*'
            __sinch_order_fixed $argv[1]
    end | string replace -r '^' -- "$argv[2]"
end

function __sinch_order
    set -l tokens (commandline -opc)
    set -l typed (commandline -ct | string replace -r '^["\']' '' | string replace -ra '\\\\(.)' '$1')
    set -l options
    set -l arguments
    set -l commands
    set -l path
    set -l given
    set -l places
    set -l sandbox
    set -l kind
    set -l literal
    __sinch_order_table ''
    for word in $tokens[2..-1]
        if test -n "$kind"
            set kind
        else if test -z "$literal" -a "$word" = --
            set literal yes
        else if test -z "$literal"; and string match -qr -- '^-.' $word
            set -a given (string split -m 1 = -- $word)[1]
            test "$word" = --sandbox; and set sandbox --sandbox
            string match -q '*=*' -- $word; or set kind (__sinch_order_kind $word)
        else if set -q commands[1]
            set -a path $word
            __sinch_order_table "$path"
        else
            set -a places $word
        end
    end

    if test -n "$kind"
        __sinch_order_value $kind ''
        return
    end
    if test -z "$literal"; and string match -q -- '--*=*' $typed
        set -l parts (string split -m 1 = -- $typed)
        set kind (__sinch_order_kind $parts[1])
        set typed $parts[2]
        test -n "$kind"; and __sinch_order_value $kind $parts[1]=
        return
    end
    set -l here $arguments[(math (count $places) + 1)]
    if test -z "$here"; and string match -q '*+' -- "$arguments[-1]"
        set here $arguments[-1]
    end
    if test -z "$literal"; and begin
            string match -q -- '-*' $typed
            or test -z "$commands$here"
        end
        __sinch_order_options
    else if set -q commands[1]
        string replace '|' \t -- $commands
    else if test -n "$here"
        __sinch_order_value (string trim -r -c + -- $here) ''
    end
end

complete -c sinch-order -e
complete -c sinch-order -k -f -a '(__sinch_order)'
