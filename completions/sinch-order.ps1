# PowerShell completion of sinch-order. Generated from the program; see `sinch-order completion --help`.

Register-ArgumentCompleter -Native -CommandName sinch-order -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # What each command takes: options with the kind of their values, + where they may be
    # repeated, and what they mean; the kinds of its arguments; the commands below it.
    $table = @{
        '' = @{ Options = @(@('--help,-h', 'Show this help.'), @('--version,-V', 'Show the version.')); Arguments = @(); Commands = @(@('wizard', 'Buy a number, asked step by step; every answer is saved'), @('resume', 'Go on with an order where it stopped'), @('orders', 'List the orders known on this machine, the most urgent first'), @('requirements', 'Show what a country asks for: answers and documents (step 1)'), @('search', 'Find numbers that can be ordered, with their prices (step 2)'), @('create', 'Reserve a number, or a quantity of numbers (step 3)'), @('register', 'Send the answers that the country asks for (step 4)'), @('attach', 'Upload one of the documents that the country asks for (step 5)'), @('submit', 'Submit the order for review (step 6)'), @('check', 'Name everything that is still missing or wrong, all at once'), @('status', 'Show an order''s state, time left, documents, reviewers'' messages'), @('regions', 'List the regions that have numbers, with the types each has'), @('forget', 'Remove all that is kept of an order on this machine'), @('help', 'Explain workflow, answers, exit-codes, environment, json, or a command'), @('customer', 'Save who numbers are for, to fill it into any country''s form'), @('auth', 'Keep credentials in the system''s key store, and prove them'), @('sandbox', 'The API on this machine, where nothing is real'), @('completion', 'Completion for bash, zsh, fish and powershell')) }
        'wizard' = @{ Options = @(@('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('region', 'type'); Commands = @() }
        'resume' = @{ Options = @(@('--order-id=text', 'Take up an order that was created elsewhere.'), @('--region=region', 'With --order-id: its country code.'), @('--type=type', 'With --order-id: its number type.'), @('--into=order', 'With --order-id: the order in doubt that it is.'), @('--name=text', 'With --order-id: import it under this name.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('open-order'); Commands = @() }
        'orders' = @{ Options = @(@('--all', 'The final ones too.'), @('--format=format', 'csv, tsv or json, for programs.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @() }
        'requirements' = @{ Options = @(@('--blank-answers', 'Print an answers file to fill in.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('region', 'type'); Commands = @() }
        'search' = @{ Options = @(@('--capability=capability+', 'SMS or VOICE; repeat for both.'), @('--pattern=text', 'Digits that the number has; at the start with +61…'), @('--match=match', 'Where they stand: START, CONTAINS or END.'), @('--size=text', 'So many numbers at the most.'), @('--format=format', 'csv, tsv or json, for programs.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('region', 'type'); Commands = @() }
        'create' = @{ Options = @(@('--number=text', 'The number to reserve, from `search`.'), @('--quantity=text', 'So many numbers (1 to 100), whichever fit.'), @('--sequential', 'With --quantity: numbers in a row.'), @('--pattern=text', 'Digits that the number has; at the start with +61…'), @('--match=match', 'Where they stand: START, CONTAINS or END.'), @('--capability=capability+', 'SMS or VOICE; repeat for both.'), @('--sms-plan=text', 'SMS: the service plan''s id.'), @('--campaign=text', 'SMS in the US: the 10DLC campaign''s id.'), @('--rtc-app=text', 'Voice: the RTC app''s id.'), @('--est-trunk=text', 'Voice: the SIP trunk''s id.'), @('--fax-service=text', 'Fax: the service''s id.'), @('--callback-url=text', 'Where Sinch reports the order''s progress.'), @('--name=text', 'What to call the order here.'), @('--from=order', 'Take everything from an earlier order.'), @('--again', 'Reserve again even if an earlier attempt may have gone through.'), @('--or-similar', 'With --from: take a similar number if its own is not available.'), @('--yes,-y', 'Do it without asking first.'), @('--dry-run', 'Show what would be sent; send nothing.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('region', 'type'); Commands = @() }
        'register' = @{ Options = @(@('--answers=file+', 'JSON file with the answers; - is standard input. May repeat: later files win.'), @('--set=text+', 'One answer; repeat for more.'), @('--data=file', 'Raw requestDetails.data, sent as it is, unchecked.'), @('--renumber', 'Put the order''s own numbers where the answers have others.'), @('--dry-run', 'Show what would be sent; send nothing.'), @('--show', 'Print the answers so far; send nothing.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('open-order'); Commands = @() }
        'attach' = @{ Options = @(@('--document-type=document-type', 'What it is, where the country wants to know.'), @('--list', 'List the documents, and which have been sent.'), @('--template=dir', 'Save the template of ID, or all, into this folder.'), @('--wait', 'Wait until the server has taken the document in.'), @('--timeout=text', 'With --wait: at most this time (default 2m).'), @('--format=format', 'csv, tsv or json, for programs.'), @('--dry-run', 'Show what would be sent; send nothing.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('open-order', 'attachment', 'file'); Commands = @() }
        'submit' = @{ Options = @(@('--yes,-y', 'Do it without asking first.'), @('--timeout=text', 'Wait at most this time for documents (default 2m).'), @('--no-wait', 'Don''t wait for documents that are being taken in.'), @('--dry-run', 'Show what would be sent; send nothing.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('open-order'); Commands = @() }
        'check' = @{ Options = @(@('--region=region', 'Check an answers file for this country.'), @('--type=type', 'And this number type.'), @('--number=text', 'And for this number, before it is reserved.'), @('--answers=file+', 'JSON file with the answers; - is standard input. May repeat: later files win.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('open-order'); Commands = @() }
        'status' = @{ Options = @(@('--watch', 'Follow it until it is decided.'), @('--interval=text', 'Time between two checks: 30s (default), 5m.'), @('--timeout=text', 'Stop watching after this time: 90s, 15m, 2h.'), @('--all', 'Every open order.'), @('--until=text', 'With --watch: until SMS and voice are set up, too.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('order'); Commands = @() }
        'regions' = @{ Options = @(@('--type=type', 'Only regions that have this type.'), @('--format=format', 'csv, tsv or json, for programs.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @() }
        'forget' = @{ Options = @(@('--final', 'All orders that are final.'), @('--older-than=text', 'Only those not touched for so long: 30d, 12h, 4w.'), @('--abandon', 'Also an order that may have been reserved.'), @('--yes,-y', 'Do it without asking first.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('order+'); Commands = @() }
        'help' = @{ Options = @(, @('--help,-h', 'Show this help.')); Arguments = @('topic+'); Commands = @() }
        'customer' = @{ Options = @(, @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @(@('add', 'Save a new customer'), @('list', 'List the customers on this machine'), @('show', 'Show a customer''s facts and documents. Identity numbers are shortened'), @('set', 'Change or remove facts of a customer'), @('rename', 'Give a customer another name. Its orders follow'), @('forget', 'Delete all that is saved about customers on this machine'), @('match', 'Show what a country''s form would be filled with, field by field, and why'), @('document', 'Save where a customer''s documents are. Files are never copied')) }
        'customer add' = @{ Options = @(@('--from=order', 'Take the facts from an order''s answers.'), @('--answers=file+', 'JSON file with the answers; - is standard input. May repeat: later files win.'), @('--region=region', 'The country that --answers is for.'), @('--type=type', 'The number type that --answers is for.'), @('--facts=file', 'JSON object of facts; - is standard input.'), @('--set=text+', 'One fact; repeat for more.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('text'); Commands = @() }
        'customer list' = @{ Options = @(@('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @() }
        'customer show' = @{ Options = @(@('--all', 'Show identity numbers in full.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('customer'); Commands = @() }
        'customer set' = @{ Options = @(@('--facts=file', 'JSON object of facts; - is standard input.'), @('--edit', 'Open the file in your editor.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('customer', 'text+'); Commands = @() }
        'customer rename' = @{ Options = @(@('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('customer', 'text'); Commands = @() }
        'customer forget' = @{ Options = @(@('--yes,-y', 'Do it without asking first.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('customer+'); Commands = @() }
        'customer match' = @{ Options = @(@('--use=text+', 'This field takes that fact; A+B joins two.'), @('--never=text+', 'No fact fits this field.'), @('--forget=text+', 'Forget what was taught of a field.'), @('--only', 'Teach for this customer alone, not for all.'), @('--all', 'Show identity numbers in full in the table.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('customer', 'region', 'type'); Commands = @() }
        'customer document' = @{ Options = @(, @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @(@('add', 'Save a document''s path, with what tells later whether it is still the same'), @('list', 'List a customer''s documents, and what is wrong with them now'), @('remove', 'Remove a document from a customer. The file itself is not touched')) }
        'customer document add' = @{ Options = @(@('--kind=document-kind', 'What it is: passport, proofOfAddress, …'), @('--issued=text', 'When it was issued: 2026-01-31.'), @('--expires=text', 'When it expires.'), @('--person=text', 'Whose it is: the number in people.N.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('customer', 'file'); Commands = @() }
        'customer document list' = @{ Options = @(@('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('customer'); Commands = @() }
        'customer document remove' = @{ Options = @(@('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @('customer', 'file'); Commands = @() }
        'auth' = @{ Options = @(, @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @(@('login', 'Keep an access key, once it is proved to work'), @('status', 'Prove the credentials with one harmless call, and say where they come from'), @('logout', 'Remove the stored credentials, and the tokens that were got with them')) }
        'auth login' = @{ Options = @(@('--key-id=text', 'The access key''s id.'), @('--in-file', 'Keep the secret in a private file: there is no key store.'), @('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @() }
        'auth status' = @{ Options = @(@('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @() }
        'auth logout' = @{ Options = @(@('--json', 'Print the result as JSON.'), @('--no-input', 'Never ask; say what is missing.'), @('--sandbox', 'Use the built-in sandbox: no order is real.'), @('--project=text', 'Project id, instead of SINCH_PROJECT_ID.'), @('--verbose', 'Show each request, without secrets.'), @('--quiet,-q', 'Show only results, warnings and errors.'), @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @() }
        'sandbox' = @{ Options = @(, @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @(@('serve', 'Run the sandbox as a server that any client can talk to, until Ctrl-C'), @('reset', 'Wipe the sandbox: all of its orders. Real orders are not touched')) }
        'sandbox serve' = @{ Options = @(@('--port=text', 'Port to listen at (default 8787).'), @('--faults=file', 'JSON file that says what is to fail, and when.'), @('--quiet', 'Do not show the requests.'), @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @() }
        'sandbox reset' = @{ Options = @(@('--yes,-y', 'Do it without asking first.'), @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @() }
        'completion' = @{ Options = @(, @('--help,-h', 'Show this help.')); Arguments = @(); Commands = @(@('show', 'Print a shell''s completion script'), @('install', 'Put the script where your shell looks for it, and say where that is'), @('uninstall', 'Take away what `completion install` put there, and nothing else')) }
        'completion show' = @{ Options = @(, @('--help,-h', 'Show this help.')); Arguments = @('shell'); Commands = @() }
        'completion install' = @{ Options = @(, @('--help,-h', 'Show this help.')); Arguments = @('shell'); Commands = @() }
        'completion uninstall' = @{ Options = @(, @('--help,-h', 'Show this help.')); Arguments = @('shell'); Commands = @() }
    }

    # The words of each kind that never change, and what each one is.
    $fixed = @{
        'region' = @(@('AD', 'Andorra'), @('AE', 'United Arab Emirates'), @('AF', 'Afghanistan'), @('AG', 'Antigua and Barbuda'), @('AI', 'Anguilla'), @('AL', 'Albania'), @('AM', 'Armenia'), @('AO', 'Angola'), @('AQ', 'Antarctica'), @('AR', 'Argentina'), @('AS', 'American Samoa'), @('AT', 'Austria'), @('AU', 'Australia'), @('AW', 'Aruba'), @('AX', 'Åland Islands'), @('AZ', 'Azerbaijan'), @('BA', 'Bosnia and Herzegovina'), @('BB', 'Barbados'), @('BD', 'Bangladesh'), @('BE', 'Belgium'), @('BF', 'Burkina Faso'), @('BG', 'Bulgaria'), @('BH', 'Bahrain'), @('BI', 'Burundi'), @('BJ', 'Benin'), @('BL', 'Saint Barthélemy'), @('BM', 'Bermuda'), @('BN', 'Brunei'), @('BO', 'Bolivia'), @('BQ', 'Bonaire, Sint Eustatius and Saba'), @('BR', 'Brazil'), @('BS', 'Bahamas'), @('BT', 'Bhutan'), @('BV', 'Bouvet Island'), @('BW', 'Botswana'), @('BY', 'Belarus'), @('BZ', 'Belize'), @('CA', 'Canada'), @('CC', 'Cocos Islands'), @('CD', 'Congo (Democratic Republic)'), @('CF', 'Central African Republic'), @('CG', 'Congo'), @('CH', 'Switzerland'), @('CI', 'Côte d''Ivoire'), @('CK', 'Cook Islands'), @('CL', 'Chile'), @('CM', 'Cameroon'), @('CN', 'China'), @('CO', 'Colombia'), @('CR', 'Costa Rica'), @('CU', 'Cuba'), @('CV', 'Cape Verde'), @('CW', 'Curaçao'), @('CX', 'Christmas Island'), @('CY', 'Cyprus'), @('CZ', 'Czechia'), @('DE', 'Germany'), @('DJ', 'Djibouti'), @('DK', 'Denmark'), @('DM', 'Dominica'), @('DO', 'Dominican Republic'), @('DZ', 'Algeria'), @('EC', 'Ecuador'), @('EE', 'Estonia'), @('EG', 'Egypt'), @('EH', 'Western Sahara'), @('ER', 'Eritrea'), @('ES', 'Spain'), @('ET', 'Ethiopia'), @('FI', 'Finland'), @('FJ', 'Fiji'), @('FK', 'Falkland Islands'), @('FM', 'Micronesia'), @('FO', 'Faroe Islands'), @('FR', 'France'), @('GA', 'Gabon'), @('GB', 'United Kingdom'), @('GD', 'Grenada'), @('GE', 'Georgia'), @('GF', 'French Guiana'), @('GG', 'Guernsey'), @('GH', 'Ghana'), @('GI', 'Gibraltar'), @('GL', 'Greenland'), @('GM', 'Gambia'), @('GN', 'Guinea'), @('GP', 'Guadeloupe'), @('GQ', 'Equatorial Guinea'), @('GR', 'Greece'), @('GS', 'South Georgia and the South Sandwich Islands'), @('GT', 'Guatemala'), @('GU', 'Guam'), @('GW', 'Guinea-Bissau'), @('GY', 'Guyana'), @('HK', 'Hong Kong'), @('HM', 'Heard Island and McDonald Islands'), @('HN', 'Honduras'), @('HR', 'Croatia'), @('HT', 'Haiti'), @('HU', 'Hungary'), @('ID', 'Indonesia'), @('IE', 'Ireland'), @('IL', 'Israel'), @('IM', 'Isle of Man'), @('IN', 'India'), @('IO', 'British Indian Ocean Territory'), @('IQ', 'Iraq'), @('IR', 'Iran'), @('IS', 'Iceland'), @('IT', 'Italy'), @('JE', 'Jersey'), @('JM', 'Jamaica'), @('JO', 'Jordan'), @('JP', 'Japan'), @('KE', 'Kenya'), @('KG', 'Kyrgyzstan'), @('KH', 'Cambodia'), @('KI', 'Kiribati'), @('KM', 'Comoros'), @('KN', 'Saint Kitts and Nevis'), @('KP', 'North Korea'), @('KR', 'South Korea'), @('KW', 'Kuwait'), @('KY', 'Cayman Islands'), @('KZ', 'Kazakhstan'), @('LA', 'Laos'), @('LB', 'Lebanon'), @('LC', 'Saint Lucia'), @('LI', 'Liechtenstein'), @('LK', 'Sri Lanka'), @('LR', 'Liberia'), @('LS', 'Lesotho'), @('LT', 'Lithuania'), @('LU', 'Luxembourg'), @('LV', 'Latvia'), @('LY', 'Libya'), @('MA', 'Morocco'), @('MC', 'Monaco'), @('MD', 'Moldova'), @('ME', 'Montenegro'), @('MF', 'Saint Martin'), @('MG', 'Madagascar'), @('MH', 'Marshall Islands'), @('MK', 'North Macedonia'), @('ML', 'Mali'), @('MM', 'Myanmar'), @('MN', 'Mongolia'), @('MO', 'Macao'), @('MP', 'Northern Mariana Islands'), @('MQ', 'Martinique'), @('MR', 'Mauritania'), @('MS', 'Montserrat'), @('MT', 'Malta'), @('MU', 'Mauritius'), @('MV', 'Maldives'), @('MW', 'Malawi'), @('MX', 'Mexico'), @('MY', 'Malaysia'), @('MZ', 'Mozambique'), @('NA', 'Namibia'), @('NC', 'New Caledonia'), @('NE', 'Niger'), @('NF', 'Norfolk Island'), @('NG', 'Nigeria'), @('NI', 'Nicaragua'), @('NL', 'Netherlands'), @('NO', 'Norway'), @('NP', 'Nepal'), @('NR', 'Nauru'), @('NU', 'Niue'), @('NZ', 'New Zealand'), @('OM', 'Oman'), @('PA', 'Panama'), @('PE', 'Peru'), @('PF', 'French Polynesia'), @('PG', 'Papua New Guinea'), @('PH', 'Philippines'), @('PK', 'Pakistan'), @('PL', 'Poland'), @('PM', 'Saint Pierre and Miquelon'), @('PN', 'Pitcairn'), @('PR', 'Puerto Rico'), @('PS', 'Palestine'), @('PT', 'Portugal'), @('PW', 'Palau'), @('PY', 'Paraguay'), @('QA', 'Qatar'), @('RE', 'Réunion'), @('RO', 'Romania'), @('RS', 'Serbia'), @('RU', 'Russia'), @('RW', 'Rwanda'), @('SA', 'Saudi Arabia'), @('SB', 'Solomon Islands'), @('SC', 'Seychelles'), @('SD', 'Sudan'), @('SE', 'Sweden'), @('SG', 'Singapore'), @('SH', 'Saint Helena'), @('SI', 'Slovenia'), @('SJ', 'Svalbard and Jan Mayen'), @('SK', 'Slovakia'), @('SL', 'Sierra Leone'), @('SM', 'San Marino'), @('SN', 'Senegal'), @('SO', 'Somalia'), @('SR', 'Suriname'), @('SS', 'South Sudan'), @('ST', 'São Tomé and Príncipe'), @('SV', 'El Salvador'), @('SX', 'Sint Maarten (Dutch part)'), @('SY', 'Syria'), @('SZ', 'Eswatini'), @('TC', 'Turks and Caicos Islands'), @('TD', 'Chad'), @('TF', 'French Southern Territories'), @('TG', 'Togo'), @('TH', 'Thailand'), @('TJ', 'Tajikistan'), @('TK', 'Tokelau'), @('TL', 'Timor-Leste'), @('TM', 'Turkmenistan'), @('TN', 'Tunisia'), @('TO', 'Tonga'), @('TR', 'Türkiye'), @('TT', 'Trinidad and Tobago'), @('TV', 'Tuvalu'), @('TW', 'Taiwan'), @('TZ', 'Tanzania'), @('UA', 'Ukraine'), @('UG', 'Uganda'), @('UM', 'United States Minor Outlying Islands'), @('US', 'United States'), @('UY', 'Uruguay'), @('UZ', 'Uzbekistan'), @('VA', 'Vatican'), @('VC', 'Saint Vincent and the Grenadines'), @('VE', 'Venezuela'), @('VG', 'British Virgin Islands'), @('VI', 'U.S. Virgin Islands'), @('VN', 'Vietnam'), @('VU', 'Vanuatu'), @('WF', 'Wallis and Futuna'), @('WS', 'Samoa'), @('XK', 'Kosovo'), @('YE', 'Yemen'), @('YT', 'Mayotte'), @('ZA', 'South Africa'), @('ZM', 'Zambia'), @('ZW', 'Zimbabwe'))
        'type' = @(@('MOBILE', ''), @('LOCAL', ''), @('TOLL_FREE', ''))
        'capability' = @(@('SMS', ''), @('VOICE', ''))
        'match' = @(@('START', ''), @('CONTAINS', ''), @('END', ''))
        'topic' = @(@('workflow', ''), @('answers', ''), @('exit-codes', ''), @('environment', ''), @('customers', ''), @('json', ''), @('wizard', ''), @('resume', ''), @('orders', ''), @('requirements', ''), @('search', ''), @('create', ''), @('register', ''), @('attach', ''), @('submit', ''), @('check', ''), @('status', ''), @('customer', ''), @('regions', ''), @('forget', ''), @('auth', ''), @('sandbox', ''), @('completion', ''), @('help', ''))
        'document-kind' = @(@('passport', ''), @('idCard', ''), @('drivingLicence', ''), @('residencePermit', ''), @('companyRegistration', ''), @('taxCertificate', ''), @('proofOfAddress', ''), @('letterOfAuthorisation', ''), @('powerOfAttorney', ''), @('other', ''))
        'shell' = @(@('bash', ''), @('zsh', ''), @('fish', ''), @('powershell', ''))
        'format' = @(@('csv', ''), @('tsv', ''), @('json', ''))
        'until' = @(@('usable', 'SMS and voice are set up'))
    }

    function Offer([string] $word, [string] $about, [string] $kind = 'ParameterValue', [string] $before = '') {
        $text = $before + $word
        if ($text -match '[^\w./:=+-]') { $text = "'" + $text.Replace("'", "''") + "'" }
        if (-not $about) { $about = $word }
        [System.Management.Automation.CompletionResult]::new($text, $word, $kind, $about)
    }

    # The kind of the value that an option takes; empty for a flag.
    function Get-Kind([string] $name) {
        foreach ($option in $here.Options) {
            $spec = $option[0].Split('=', 2)
            if ($spec[0].Split(',') -ccontains $name) {
                if ($spec.Count -gt 1) { return $spec[1].TrimEnd('+') }
                return ''
            }
        }
        return ''
    }

    function Get-Values([string] $kind, [string] $typed, [string] $before = '') {
        $request = switch ($kind) {
            'region' { , @('regions', $typed) }
            'order' { , @('orders', $typed) }
            'customer' { , @('customers', $typed) }
            'open-order' { , @('open-orders', $typed) }
            'attachment' { , @('attachments', "$($places[0])", $typed) }
            'document-type' { , @('document-types', "$($places[0])", "$($places[1])", $typed) }
        }
        if ($request) {
            # Windows PowerShell leaves out an empty argument, which at the end does no harm.
            $encoding = [Console]::OutputEncoding
            try {
                [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
                $found = @(foreach ($line in & $program __complete @sandbox @request 2>$null) {
                    $parts = $line.Split("`t", 2)
                    Offer $parts[0] $parts[1] ParameterValue $before
                })
            } finally { [Console]::OutputEncoding = $encoding }
            $found
            if ($found.Count) { return }
        }
        if ($kind -in 'file', 'dir') {
            foreach ($found in [System.Management.Automation.CompletionCompleters]::CompleteFilename($typed)) {
                if ($kind -eq 'file' -or $found.ResultType -eq 'ProviderContainer') {
                    if ($before) { Offer $found.CompletionText.Trim("'") '' ParameterValue $before } else { $found }
                }
            }
        } elseif ($fixed.ContainsKey($kind)) {
            foreach ($pair in $fixed[$kind]) {
                if ($pair[0] -like "$typed*" -or $pair[0].Replace('_', '-') -like "$typed*") {
                    Offer $pair[0] $pair[1] ParameterValue $before
                }
            }
        }
    }

    $program = $commandAst.GetCommandName()
    $typed = $wordToComplete.Trim('"', "'")
    $path = ''; $here = $table[$path]; $kind = ''; $literal = $false
    $given = @(); $places = @(); $sandbox = @()
    foreach ($element in @($commandAst.CommandElements | Select-Object -Skip 1)) {
        $word = if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $element.Value } else { $element.Extent.Text }
        if ($element.Extent.EndOffset -ge $cursorPosition -and $wordToComplete) { break }
        if ($element.Extent.StartOffset -ge $cursorPosition) { break }
        if ($kind) {
            $kind = ''
        } elseif (-not $literal -and $word -eq '--') {
            $literal = $true
        } elseif (-not $literal -and $word -like '-?*') {
            $name = $word.Split('=', 2)[0]
            $given += $name
            if ($word -eq '--sandbox') { $sandbox = @('--sandbox') }
            if (-not $word.Contains('=')) { $kind = Get-Kind $name }
        } elseif ($here.Commands.Count) {
            $path = "$path $word".Trim()
            $here = $table[$path]
            if (-not $here) { return }
        } else {
            $places += $word
        }
    }

    $argument = ''
    if ($places.Count -lt $here.Arguments.Count) {
        $argument = $here.Arguments[$places.Count]
    } elseif ($here.Arguments.Count -and $here.Arguments[-1].EndsWith('+')) {
        $argument = $here.Arguments[-1]
    }
    if ($kind) {
        Get-Values $kind $typed
    } elseif (-not $literal -and $typed -like '--*=*') {
        $parts = $typed.Split('=', 2)
        $kind = Get-Kind $parts[0]
        if ($kind) { Get-Values $kind $parts[1] "$($parts[0])=" }
    } elseif (-not $literal -and ($typed -like '-*' -or -not ($here.Commands.Count -or $argument))) {
        foreach ($option in $here.Options) {
            $names = $option[0].Split('=', 2)[0].Split(',')
            $used = @($names | Where-Object { $given -ccontains $_ }).Count -and -not $option[0].EndsWith('+')
            if (-not $used -and $names[0] -like "$typed*") { Offer $names[0] $option[1] ParameterName }
        }
    } elseif ($here.Commands.Count) {
        foreach ($pair in $here.Commands) {
            if ($pair[0] -like "$typed*") { Offer $pair[0] $pair[1] }
        }
    } elseif ($argument) {
        Get-Values $argument.TrimEnd('+') $typed
    }
}
