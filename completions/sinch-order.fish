# fish completion of sinch-order. Generated from the program; see `sinch-order completion --help`.

# What the command $argv[1] takes: options with the kind of their values, + where they may be
# repeated, and what they mean; the kinds of its arguments; the commands below it.
function __sinch_order_table --no-scope-shadowing
    set options
    set arguments
    set commands
    switch "$argv[1]"
        case ''
            set options '--help,-h|Show this help.' '--version,-V|Show the version.'
            set arguments 
            set commands 'wizard|Buy a number, asked step by step; every answer is saved' 'resume|Go on with an order where it stopped' 'orders|List the orders known on this machine, the most urgent first' 'requirements|Show what a country asks for: answers and documents (step 1)' 'search|Find numbers that can be ordered, with their prices (step 2)' 'create|Reserve a number, or a quantity of numbers (step 3)' 'register|Send the answers that the country asks for (step 4)' 'attach|Upload one of the documents that the country asks for (step 5)' 'submit|Submit the order for review (step 6)' 'check|Name everything that is still missing or wrong, all at once' 'status|Show an order\'s state, time left, documents, reviewers\' messages' 'plan|Compare countries: numbers, prices, answers, documents, and how long reviews took' 'regions|List the regions that have numbers, with the types each has' 'forget|Remove all that is kept of an order on this machine' 'help|Explain workflow, answers, exit-codes, environment, json, or a command' 'customer|Save who numbers are for, to fill it into any country\'s form' 'batch|Order many numbers from a file, a row for each order' 'auth|Keep credentials in the system\'s key store, and prove them' 'sandbox|The API on this machine, where nothing is real' 'completion|Completion for bash, zsh, fish and powershell'
        case 'wizard'
            set options '--customer=customer|Fill in from this customer\'s facts.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region type
            set commands 
        case 'resume'
            set options '--order-id=text|Take up an order that was created elsewhere.' '--region=region|With --order-id: its country code.' '--type=type|With --order-id: its number type.' '--into=order|With --order-id: the order in doubt that it is.' '--name=text|With --order-id: import it under this name.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments open-order
            set commands 
        case 'orders'
            set options '--all|The final ones too.' '--format=text|csv, tsv or json, for programs.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'requirements'
            set options '--blank-answers|Print an answers file to fill in.' '--customer=customer|Fill in from this customer\'s facts.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region type
            set commands 
        case 'search'
            set options '--capability=capability+|SMS or VOICE; repeat for both.' '--pattern=text|Digits that the number has; at the start with +61…' '--match=match|Where they stand: START, CONTAINS or END.' '--size=text|So many numbers at the most.' '--format=text|csv, tsv or json, for programs.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region type
            set commands 
        case 'create'
            set options '--number=text|The number to reserve, from `search`.' '--quantity=text|So many numbers (1 to 100), whichever fit.' '--sequential|With --quantity: numbers in a row.' '--pattern=text|Digits that the number has; at the start with +61…' '--match=match|Where they stand: START, CONTAINS or END.' '--capability=capability+|SMS or VOICE; repeat for both.' '--sms-plan=text|SMS: the service plan\'s id.' '--campaign=text|SMS in the US: the 10DLC campaign\'s id.' '--rtc-app=text|Voice: the RTC app\'s id.' '--est-trunk=text|Voice: the SIP trunk\'s id.' '--fax-service=text|Fax: the service\'s id.' '--callback-url=text|Where Sinch reports the order\'s progress.' '--name=text|What to call the order here.' '--from=order|Take everything from an earlier order.' '--customer=customer|Fill in from this customer\'s facts.' '--accept-proposals|Take what only likely fits from the customer, too.' '--again|Reserve again even if an earlier attempt may have gone through.' '--or-similar|With --from: take a similar number if its own is not available.' '--yes,-y|Do it without asking first.' '--dry-run|Show what would be sent; send nothing.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region type
            set commands 
        case 'register'
            set options '--answers=file+|JSON file with the answers; - is standard input. May repeat: later files win.' '--set=text+|One answer; repeat for more.' '--data=file|Raw requestDetails.data, sent as it is, unchecked.' '--customer=customer|Fill in from this customer\'s facts.' '--accept-proposals|Take what only likely fits from the customer, too.' '--renumber|Put the order\'s own numbers where the answers have others.' '--dry-run|Show what would be sent; send nothing.' '--show|Print the answers so far; send nothing.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments open-order
            set commands 
        case 'attach'
            set options '--document-type=document-type|What it is, where the country wants to know.' '--list|List the documents, and which have been sent.' '--template=dir|Save the template of ID, or all, into this folder.' '--wait|Wait until the server has taken the document in.' '--timeout=text|With --wait: at most this time (default 2m).' '--from-customer|Upload the customer\'s files that surely fit.' '--accept-proposals|Take what only likely fits from the customer, too.' '--max-age=text|No customer\'s document issued longer ago than this.' '--format=text|csv, tsv or json, for programs.' '--dry-run|Show what would be sent; send nothing.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments open-order attachment file
            set commands 
        case 'submit'
            set options '--yes,-y|Do it without asking first.' '--timeout=text|Wait at most this time for documents (default 2m).' '--no-wait|Don\'t wait for documents that are being taken in.' '--dry-run|Show what would be sent; send nothing.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments open-order
            set commands 
        case 'check'
            set options '--region=region|Check an answers file for this country.' '--type=type|And this number type.' '--number=text|And for this number, before it is reserved.' '--answers=file+|JSON file with the answers; - is standard input. May repeat: later files win.' '--customer=customer|Fill in from this customer\'s facts.' '--accept-proposals|Take what only likely fits from the customer, too.' '--max-age=text|No customer\'s document issued longer ago than this.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments open-order
            set commands 
        case 'status'
            set options '--watch|Follow it until it is decided.' '--interval=text|Time between two checks: 30s (default), 5m.' '--timeout=text|Stop watching after this time: 90s, 15m, 2h.' '--all|Every open order.' '--until=text|With --watch: until SMS and voice are set up, too.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments order
            set commands 
        case 'plan'
            set options '--type=type+|MOBILE, LOCAL or TOLL_FREE, where REGION has none; repeat for more.' '--customer=customer|Count what this customer\'s facts and files give.' '--quantity=text|How many numbers are wanted in each: 1 to 100.' '--format=text|csv, tsv or json, for programs.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region+
            set commands 
        case 'regions'
            set options '--type=type|Only regions that have this type.' '--format=text|csv, tsv or json, for programs.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'forget'
            set options '--final|All orders that are final.' '--older-than=text|Only those not touched for so long: 30d, 12h, 4w.' '--abandon|Also an order that may have been reserved.' '--yes,-y|Do it without asking first.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments order+
            set commands 
        case 'help'
            set options '--help,-h|Show this help.'
            set arguments topic+
            set commands 
        case 'customer'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'add|Save a new customer' 'list|List the customers on this machine' 'show|Show a customer\'s facts and documents. Identity numbers are shortened' 'set|Change or remove facts of a customer' 'rename|Give a customer another name. Its orders follow' 'forget|Delete all that is saved about customers on this machine' 'match|Show what a country\'s form would be filled with, field by field, and why' 'document|Save where a customer\'s documents are. Files are never copied'
        case 'customer add'
            set options '--from=order|Take the facts from an order\'s answers.' '--answers=file+|JSON file with the answers; - is standard input. May repeat: later files win.' '--region=region|The country that --answers is for.' '--type=type|The number type that --answers is for.' '--facts=file|JSON object of facts; - is standard input.' '--set=text+|One fact; repeat for more.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments text
            set commands 
        case 'customer list'
            set options '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'customer show'
            set options '--all|Show identity numbers in full.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer
            set commands 
        case 'customer set'
            set options '--facts=file|JSON object of facts; - is standard input.' '--edit|Open the file in your editor.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer text+
            set commands 
        case 'customer rename'
            set options '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer text
            set commands 
        case 'customer forget'
            set options '--yes,-y|Do it without asking first.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer+
            set commands 
        case 'customer match'
            set options '--use=text+|This field takes that fact; A+B joins two.' '--never=text+|No fact fits this field.' '--forget=text+|Forget what was taught of a field.' '--only|Teach for this customer alone, not for all.' '--all|Show identity numbers in full in the table.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer region type
            set commands 
        case 'customer document'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'add|Save a document\'s path, with what tells later whether it is still the same' 'list|List a customer\'s documents, and what is wrong with them now' 'remove|Remove a document from a customer. The file itself is not touched'
        case 'customer document add'
            set options '--kind=document-kind|What it is: passport, proofOfAddress, …' '--issued=text|When it was issued: 2026-01-31.' '--expires=text|When it expires.' '--person=text|Whose it is: the number in people.N.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer file
            set commands 
        case 'customer document list'
            set options '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer
            set commands 
        case 'customer document remove'
            set options '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer file
            set commands 
        case 'batch'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'template|Print a CSV file to fill in: the header and an example row' 'check|Check every row before anything is ordered: answers, documents, numbers, prices' 'run|Create, register, attach and submit an order for each row' 'status|Show how each row stands, as its order was last seen here'
        case 'batch template'
            set options '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region type
            set commands 
        case 'batch check'
            set options '--only=text+|Only this row; repeat for more.' '--parallel=text|Rows at a time: 1 to 16.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments file
            set commands 
        case 'batch run'
            set options '--until=text|How far: reserved, registered, submitted (default), decided.' '--parallel=text|Rows at a time: 1 to 16.' '--only=text+|Only this row; repeat for more.' '--skip-bad|Run the good rows although others are bad.' '--continue|Go on with orders that were not made by this file.' '--max-monthly=text+|The most that all rows may cost each month.' '--yes,-y|Do it without asking first.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments file
            set commands 
        case 'batch status'
            set options '--only=text+|Only this row; repeat for more.' '--format=text|csv, tsv or json, for programs.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments file
            set commands 
        case 'auth'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'login|Keep an access key, once it is proved to work' 'status|Prove the credentials with one harmless call, and say where they come from' 'logout|Remove the stored credentials, and the tokens that were got with them'
        case 'auth login'
            set options '--key-id=text|The access key\'s id.' '--in-file|Keep the secret in a private file: there is no key store.' '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'auth status'
            set options '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'auth logout'
            set options '--json|Print the result as JSON.' '--no-input|Never ask; say what is missing.' '--sandbox|Use the built-in sandbox: no order is real.' '--project=text|Project id, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'sandbox'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'serve|Run the sandbox as a server that any client can talk to, until Ctrl-C' 'reset|Wipe the sandbox: all of its orders. Real orders are not touched'
        case 'sandbox serve'
            set options '--port=text|Port to listen at (default 8787).' '--faults=file|JSON file that says what is to fail, and when.' '--quiet|Do not show the requests.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'sandbox reset'
            set options '--yes,-y|Do it without asking first.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'completion'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'show|Print a shell\'s completion script' 'install|Put the script where your shell looks for it, and say where that is' 'uninstall|Take away what `completion install` put there, and nothing else'
        case 'completion show'
            set options '--help,-h|Show this help.'
            set arguments shell
            set commands 
        case 'completion install'
            set options '--help,-h|Show this help.'
            set arguments shell
            set commands 
        case 'completion uninstall'
            set options '--help,-h|Show this help.'
            set arguments shell
            set commands 
    end
end

# The words of kind $argv[1] that never change.
function __sinch_order_fixed
    switch $argv[1]
        case region
            printf '%s\t%s\n' 'AD' 'Andorra' 'AE' 'United Arab Emirates' 'AF' 'Afghanistan' 'AG' 'Antigua and Barbuda' 'AI' 'Anguilla' 'AL' 'Albania' 'AM' 'Armenia' 'AO' 'Angola' 'AQ' 'Antarctica' 'AR' 'Argentina' 'AS' 'American Samoa' 'AT' 'Austria' 'AU' 'Australia' 'AW' 'Aruba' 'AX' 'Åland Islands' 'AZ' 'Azerbaijan' 'BA' 'Bosnia and Herzegovina' 'BB' 'Barbados' 'BD' 'Bangladesh' 'BE' 'Belgium' 'BF' 'Burkina Faso' 'BG' 'Bulgaria' 'BH' 'Bahrain' 'BI' 'Burundi' 'BJ' 'Benin' 'BL' 'Saint Barthélemy' 'BM' 'Bermuda' 'BN' 'Brunei' 'BO' 'Bolivia' 'BQ' 'Bonaire, Sint Eustatius and Saba' 'BR' 'Brazil' 'BS' 'Bahamas' 'BT' 'Bhutan' 'BV' 'Bouvet Island' 'BW' 'Botswana' 'BY' 'Belarus' 'BZ' 'Belize' 'CA' 'Canada' 'CC' 'Cocos Islands' 'CD' 'Congo (Democratic Republic)' 'CF' 'Central African Republic' 'CG' 'Congo' 'CH' 'Switzerland' 'CI' 'Côte d\'Ivoire' 'CK' 'Cook Islands' 'CL' 'Chile' 'CM' 'Cameroon' 'CN' 'China' 'CO' 'Colombia' 'CR' 'Costa Rica' 'CU' 'Cuba' 'CV' 'Cape Verde' 'CW' 'Curaçao' 'CX' 'Christmas Island' 'CY' 'Cyprus' 'CZ' 'Czechia' 'DE' 'Germany' 'DJ' 'Djibouti' 'DK' 'Denmark' 'DM' 'Dominica' 'DO' 'Dominican Republic' 'DZ' 'Algeria' 'EC' 'Ecuador' 'EE' 'Estonia' 'EG' 'Egypt' 'EH' 'Western Sahara' 'ER' 'Eritrea' 'ES' 'Spain' 'ET' 'Ethiopia' 'FI' 'Finland' 'FJ' 'Fiji' 'FK' 'Falkland Islands' 'FM' 'Micronesia' 'FO' 'Faroe Islands' 'FR' 'France' 'GA' 'Gabon' 'GB' 'United Kingdom' 'GD' 'Grenada' 'GE' 'Georgia' 'GF' 'French Guiana' 'GG' 'Guernsey' 'GH' 'Ghana' 'GI' 'Gibraltar' 'GL' 'Greenland' 'GM' 'Gambia' 'GN' 'Guinea' 'GP' 'Guadeloupe' 'GQ' 'Equatorial Guinea' 'GR' 'Greece' 'GS' 'South Georgia and the South Sandwich Islands' 'GT' 'Guatemala' 'GU' 'Guam' 'GW' 'Guinea-Bissau' 'GY' 'Guyana' 'HK' 'Hong Kong' 'HM' 'Heard Island and McDonald Islands' 'HN' 'Honduras' 'HR' 'Croatia' 'HT' 'Haiti' 'HU' 'Hungary' 'ID' 'Indonesia' 'IE' 'Ireland' 'IL' 'Israel' 'IM' 'Isle of Man' 'IN' 'India' 'IO' 'British Indian Ocean Territory' 'IQ' 'Iraq' 'IR' 'Iran' 'IS' 'Iceland' 'IT' 'Italy' 'JE' 'Jersey' 'JM' 'Jamaica' 'JO' 'Jordan' 'JP' 'Japan' 'KE' 'Kenya' 'KG' 'Kyrgyzstan' 'KH' 'Cambodia' 'KI' 'Kiribati' 'KM' 'Comoros' 'KN' 'Saint Kitts and Nevis' 'KP' 'North Korea' 'KR' 'South Korea' 'KW' 'Kuwait' 'KY' 'Cayman Islands' 'KZ' 'Kazakhstan' 'LA' 'Laos' 'LB' 'Lebanon' 'LC' 'Saint Lucia' 'LI' 'Liechtenstein' 'LK' 'Sri Lanka' 'LR' 'Liberia' 'LS' 'Lesotho' 'LT' 'Lithuania' 'LU' 'Luxembourg' 'LV' 'Latvia' 'LY' 'Libya' 'MA' 'Morocco' 'MC' 'Monaco' 'MD' 'Moldova' 'ME' 'Montenegro' 'MF' 'Saint Martin' 'MG' 'Madagascar' 'MH' 'Marshall Islands' 'MK' 'North Macedonia' 'ML' 'Mali' 'MM' 'Myanmar' 'MN' 'Mongolia' 'MO' 'Macao' 'MP' 'Northern Mariana Islands' 'MQ' 'Martinique' 'MR' 'Mauritania' 'MS' 'Montserrat' 'MT' 'Malta' 'MU' 'Mauritius' 'MV' 'Maldives' 'MW' 'Malawi' 'MX' 'Mexico' 'MY' 'Malaysia' 'MZ' 'Mozambique' 'NA' 'Namibia' 'NC' 'New Caledonia' 'NE' 'Niger' 'NF' 'Norfolk Island' 'NG' 'Nigeria' 'NI' 'Nicaragua' 'NL' 'Netherlands' 'NO' 'Norway' 'NP' 'Nepal' 'NR' 'Nauru' 'NU' 'Niue' 'NZ' 'New Zealand' 'OM' 'Oman' 'PA' 'Panama' 'PE' 'Peru' 'PF' 'French Polynesia' 'PG' 'Papua New Guinea' 'PH' 'Philippines' 'PK' 'Pakistan' 'PL' 'Poland' 'PM' 'Saint Pierre and Miquelon' 'PN' 'Pitcairn' 'PR' 'Puerto Rico' 'PS' 'Palestine' 'PT' 'Portugal' 'PW' 'Palau' 'PY' 'Paraguay' 'QA' 'Qatar' 'RE' 'Réunion' 'RO' 'Romania' 'RS' 'Serbia' 'RU' 'Russia' 'RW' 'Rwanda' 'SA' 'Saudi Arabia' 'SB' 'Solomon Islands' 'SC' 'Seychelles' 'SD' 'Sudan' 'SE' 'Sweden' 'SG' 'Singapore' 'SH' 'Saint Helena' 'SI' 'Slovenia' 'SJ' 'Svalbard and Jan Mayen' 'SK' 'Slovakia' 'SL' 'Sierra Leone' 'SM' 'San Marino' 'SN' 'Senegal' 'SO' 'Somalia' 'SR' 'Suriname' 'SS' 'South Sudan' 'ST' 'São Tomé and Príncipe' 'SV' 'El Salvador' 'SX' 'Sint Maarten (Dutch part)' 'SY' 'Syria' 'SZ' 'Eswatini' 'TC' 'Turks and Caicos Islands' 'TD' 'Chad' 'TF' 'French Southern Territories' 'TG' 'Togo' 'TH' 'Thailand' 'TJ' 'Tajikistan' 'TK' 'Tokelau' 'TL' 'Timor-Leste' 'TM' 'Turkmenistan' 'TN' 'Tunisia' 'TO' 'Tonga' 'TR' 'Türkiye' 'TT' 'Trinidad and Tobago' 'TV' 'Tuvalu' 'TW' 'Taiwan' 'TZ' 'Tanzania' 'UA' 'Ukraine' 'UG' 'Uganda' 'UM' 'United States Minor Outlying Islands' 'US' 'United States' 'UY' 'Uruguay' 'UZ' 'Uzbekistan' 'VA' 'Vatican' 'VC' 'Saint Vincent and the Grenadines' 'VE' 'Venezuela' 'VG' 'British Virgin Islands' 'VI' 'U.S. Virgin Islands' 'VN' 'Vietnam' 'VU' 'Vanuatu' 'WF' 'Wallis and Futuna' 'WS' 'Samoa' 'XK' 'Kosovo' 'YE' 'Yemen' 'YT' 'Mayotte' 'ZA' 'South Africa' 'ZM' 'Zambia' 'ZW' 'Zimbabwe'
        case type
            printf '%s\t%s\n' 'MOBILE' '' 'LOCAL' '' 'TOLL_FREE' ''
        case capability
            printf '%s\t%s\n' 'SMS' '' 'VOICE' ''
        case match
            printf '%s\t%s\n' 'START' '' 'CONTAINS' '' 'END' ''
        case topic
            printf '%s\t%s\n' 'workflow' '' 'answers' '' 'exit-codes' '' 'environment' '' 'customers' '' 'json' '' 'wizard' '' 'resume' '' 'orders' '' 'requirements' '' 'search' '' 'create' '' 'register' '' 'attach' '' 'submit' '' 'check' '' 'status' '' 'customer' '' 'plan' '' 'batch' '' 'regions' '' 'forget' '' 'auth' '' 'sandbox' '' 'completion' '' 'help' ''
        case document-kind
            printf '%s\t%s\n' 'passport' '' 'idCard' '' 'drivingLicence' '' 'residencePermit' '' 'companyRegistration' '' 'taxCertificate' '' 'proofOfAddress' '' 'letterOfAuthorisation' '' 'powerOfAttorney' '' 'other' ''
        case shell
            printf '%s\t%s\n' 'bash' '' 'zsh' '' 'fish' '' 'powershell' ''
        case format
            printf '%s\t%s\n' 'csv' '' 'tsv' '' 'json' ''
        case until
            printf '%s\t%s\n' 'usable' 'SMS and voice are set up'
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
