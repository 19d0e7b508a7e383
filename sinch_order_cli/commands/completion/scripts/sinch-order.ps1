# PowerShell completion of sinch-order. The program finds what completes a line.
Register-ArgumentCompleter -Native -CommandName sinch-order -ScriptBlock {
    param($word, $ast, $cursor)
    $program = $ast.GetCommandName()
    if (-not (Get-Command $program -ErrorAction Ignore)) { $program = 'sinch-order' }
    $length = $cursor - $ast.Extent.StartOffset
    $line = $ast.Extent.Text.PadRight($length).Substring(0, $length)
    # Windows PowerShell drops quotes and empty words from what it passes to a program.
    $line = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($line))
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [Text.Encoding]::UTF8
        $kind, $found = & $program __complete powershell $line 2>$null
    } finally { [Console]::OutputEncoding = $encoding }
    if ($kind -in 'file', 'dir') {
        $before, $typed = $found
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($typed) |
            Where-Object { $kind -eq 'file' -or $_.ResultType -eq 'ProviderContainer' } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new(
                $before + $_.CompletionText, $_.ListItemText, $_.ResultType, $_.ToolTip) }
    } else {
        foreach ($one in $found) {
            $text, $shown, $about = $one.Split("`t")
            [System.Management.Automation.CompletionResult]::new($text, $shown, 'ParameterValue', $about)
        }
    }
}
