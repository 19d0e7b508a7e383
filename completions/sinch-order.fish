# fish completion of sinch-order. The program finds what completes a line.
function __sinch_order
    set -l program (commandline -opc | string replace -r '^~/' "$HOME/")[1]
    type -q -- $program; or set program sinch-order
    set -l found ($program __complete fish (commandline -cp | string collect) 2>/dev/null)
    switch "$found[1]"
        case file
            __fish_complete_path $found[3] | string replace -r '^' -- $found[2]
        case dir
            __fish_complete_directories $found[3] | string replace -r '^' -- $found[2]
        case '*'
            string join \n -- $found[2..-1]
    end
end

complete -c sinch-order -e
complete -c sinch-order -k -f -a '(__sinch_order)'
