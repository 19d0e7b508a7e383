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
            set commands 'wizard|Order a number step by step, with every answer saved' 'resume|Continue an order where you left off' 'orders|List the orders saved on this machine, most urgent first' 'requirements|Show what a country requires: answers and documents (step 1)' 'search|Find available numbers and their prices (step 2)' 'create|Reserve a number, or a quantity of numbers (step 3)' 'register|Send the required answers (step 4)' 'attach|Upload a required or optional document (step 5)' 'submit|Submit the order for review (step 6)' 'check|List everything that is missing or invalid' 'status|Show an order\'s state, time left, documents and messages' 'plan|Compare countries: numbers, prices, answers, documents, review times' 'regions|List the regions that have numbers, and their number types' 'forget|Delete an order\'s local data' 'help|Explain a topic or a command' 'customer|Save your customers\' facts to fill in any country\'s form' 'batch|Order many numbers from a file, one row for each order' 'auth|Store and verify your credentials' 'sandbox|Run a local simulator of the API, where nothing is ordered or charged' 'completion|Set up completion for bash, zsh, fish or PowerShell'
        case 'wizard'
            set options '--customer=customer|Fill in answers from this customer\'s facts.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region type
            set commands 
        case 'resume'
            set options '--order-id=text|Import an order created elsewhere, by its order ID.' '--region=region|With --order-id: country code of the order.' '--type=type|With --order-id: number type of the order.' '--into=order|With --order-id: the local order whose outcome is unknown.' '--name=text|With --order-id: name for the imported order.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments open-order
            set commands 
        case 'orders'
            set options '--all|Include final orders.' '--format=text|Output format for programs: csv, tsv or json.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'requirements'
            set options '--blank-answers|Print an answers file to fill in.' '--customer=customer|Fill in answers from this customer\'s facts.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region type
            set commands 
        case 'search'
            set options '--capability=capability+|SMS or VOICE. Repeat for both.' '--pattern=text|Digits the number must contain; a start pattern includes + and country code.' '--match=match|Where to match the digits: START, CONTAINS or END.' '--size=text|Maximum number of results.' '--format=text|Output format for programs: csv, tsv or json.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region type
            set commands 
        case 'create'
            set options '--number=text|The number to reserve, from `search`.' '--quantity=text|How many numbers to reserve (1 to 100); the server chooses them.' '--sequential|With --quantity: consecutive numbers.' '--pattern=text|Digits the number must contain; a start pattern includes + and country code.' '--match=match|Where to match the digits: START, CONTAINS or END.' '--capability=capability+|SMS or VOICE. Repeat for both.' '--sms-plan=text|SMS: service plan ID.' '--campaign=text|SMS in the US: 10DLC campaign ID.' '--rtc-app=text|Voice: RTC app ID.' '--est-trunk=text|Voice: SIP trunk ID.' '--fax-service=text|Fax: service ID.' '--callback-url=text|Callback URL for events of the order.' '--name=text|Name for the order on this machine.' '--from=order|Start from an earlier order\'s details.' '--customer=customer|Fill in answers from this customer\'s facts.' '--accept-proposals|Accept likely matches from the customer, too.' '--again|Reserve again even if an earlier attempt may have gone through.' '--or-similar|With --from: use a similar number if the earlier one is not available.' '--yes,-y|Skip the confirmation.' '--dry-run|Show the request without sending it.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region type
            set commands 
        case 'register'
            set options '--answers=file+|JSON file with the answers; - is standard input. Repeat for more files; later files win.' '--set=text+|One answer. Repeat for more.' '--data=file|JSON file with raw requestDetails.data, sent unchecked.' '--customer=customer|Fill in answers from this customer\'s facts.' '--accept-proposals|Accept likely matches from the customer, too.' '--renumber|Replace other numbers in the answers with the order\'s own.' '--dry-run|Show the request without sending it.' '--show|Print the saved answers without sending them.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments open-order
            set commands 
        case 'attach'
            set options '--document-type=document-type|Document type, if the country requires one.' '--list|List the documents and their uploads.' '--template=dir|Download the template of ID, or all templates, to this folder.' '--wait|Wait until the server has processed the document.' '--timeout=text|With --wait: maximum time (default 2m).' '--from-customer|Upload the customer\'s files that match with certainty.' '--accept-proposals|Accept likely matches from the customer, too.' '--max-age=text|Maximum age of the customer\'s documents.' '--format=text|Output format for programs: csv, tsv or json.' '--dry-run|Show the request without sending it.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments open-order attachment file+
            set commands 
        case 'submit'
            set options '--yes,-y|Skip the confirmation.' '--timeout=text|Maximum time to wait for documents (default 2m).' '--no-wait|Don\'t wait for documents that are still being processed.' '--dry-run|Show the request without sending it.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments open-order
            set commands 
        case 'check'
            set options '--region=region|Check an answers file for this country.' '--type=type|With --region: number type.' '--number=text|With --region: number to check for, before you reserve it.' '--answers=file+|JSON file with the answers; - is standard input. Repeat for more files; later files win.' '--customer=customer|Fill in answers from this customer\'s facts.' '--accept-proposals|Accept likely matches from the customer, too.' '--max-age=text|Maximum age of the customer\'s documents.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments open-order
            set commands 
        case 'status'
            set options '--watch|Watch until the order is completed, rejected, expired or blocked.' '--interval=text|Time between checks, such as 5m (default 30s).' '--timeout=text|Stop watching after this time, such as 90s, 15m or 2h.' '--all|Show every open order.' '--until=text|With --watch: continue until SMS and voice are set up (usable).' '--exec=text|Run a command at each change. It gets the order as JSON on standard input.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments order
            set commands 
        case 'plan'
            set options '--type=type+|Number type of each REGION without one: MOBILE, LOCAL or TOLL_FREE. Repeat for more.' '--customer=customer|Count the answers and documents this customer\'s facts provide.' '--quantity=text|How many numbers to compare in each country (1 to 100).' '--format=text|Output format for programs: csv, tsv or json.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region+
            set commands 
        case 'regions'
            set options '--type=type|Only regions with this number type.' '--format=text|Output format for programs: csv, tsv or json.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'forget'
            set options '--final|All final orders.' '--older-than=text|Only orders unchanged for at least this long, such as 30d, 12h or 4w.' '--abandon|Also delete an order that may have been reserved.' '--yes,-y|Skip the confirmation.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments order+
            set commands 
        case 'help'
            set options '--help,-h|Show this help.'
            set arguments topic+
            set commands 
        case 'customer'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'add|Save a new customer' 'list|List the customers on this machine' 'show|Show a customer\'s facts and documents. Identity numbers are shortened' 'set|Change or delete a customer\'s facts' 'rename|Rename a customer, also in its orders' 'forget|Delete customers from this machine' 'match|Show which facts fill a country\'s form, field by field, and why' 'document|Save the paths of a customer\'s documents. Files are never copied'
        case 'customer add'
            set options '--from=order|Use the facts in an order\'s answers.' '--answers=file+|JSON file with the answers; - is standard input. Repeat for more files; later files win.' '--region=region|Country of the --answers file.' '--type=type|Number type of the --answers file.' '--facts=file|JSON file of facts; - is standard input.' '--set=text+|One fact. Repeat for more.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments text
            set commands 
        case 'customer list'
            set options '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'customer show'
            set options '--all|Show identity numbers in full.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer
            set commands 
        case 'customer set'
            set options '--facts=file|JSON file of facts; - is standard input.' '--edit|Open the facts in your editor.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer text+
            set commands 
        case 'customer rename'
            set options '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer text
            set commands 
        case 'customer forget'
            set options '--yes,-y|Skip the confirmation.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer+
            set commands 
        case 'customer match'
            set options '--use=text+|Fill this field from that fact; A+B joins two.' '--never=text+|Never fill in this field.' '--forget=text+|Delete what you taught about a field.' '--only|Teach for this customer only.' '--all|Show identity numbers in full in the table.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer region type
            set commands 
        case 'customer document'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'add|Save a document\'s path, size and hash' 'list|List a customer\'s documents and their problems' 'remove|Remove a document from a customer. The file is not deleted'
        case 'customer document add'
            set options '--kind=document-kind|Kind of document: passport, proofOfAddress, …' '--issued=text|Date of issue, such as 2026-01-31.' '--expires=text|Expiry date, such as 2031-01-31.' '--person=text|Person the document belongs to: N of people.N.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer file
            set commands 
        case 'customer document list'
            set options '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer
            set commands 
        case 'customer document remove'
            set options '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments customer file
            set commands 
        case 'batch'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'template|Print a CSV file to fill in: the header and an example row' 'check|Check every row before anything is ordered: answers, documents, numbers, prices' 'run|Create, register, attach and submit an order for each row' 'status|Show the last known state of each row\'s order'
        case 'batch template'
            set options '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments region type
            set commands 
        case 'batch check'
            set options '--only=text+|Only the row with this ref. Repeat for more.' '--parallel=text|Number of rows to run at a time (1 to 16).' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments file
            set commands 
        case 'batch run'
            set options '--until=text|Last step: reserved, registered, submitted (default) or decided.' '--parallel=text|Number of rows to run at a time (1 to 16).' '--only=text+|Only the row with this ref. Repeat for more.' '--skip-bad|Run the valid rows even if others have problems.' '--continue|Continue orders that were not created from this file.' '--max-monthly=text+|Maximum monthly cost of all rows.' '--interval=text|With --until decided: time between two checks, 30s (default).' '--exec=text|Run a command at each change. It gets the order as JSON on standard input.' '--yes,-y|Skip the confirmation.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments file
            set commands 
        case 'batch status'
            set options '--only=text+|Only the row with this ref. Repeat for more.' '--format=text|Output format for programs: csv, tsv or json.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments file
            set commands 
        case 'auth'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'login|Verify an access key and store it' 'status|Verify your credentials with one read-only request and show their source' 'logout|Delete the stored credentials and their tokens'
        case 'auth login'
            set options '--key-id=text|ID of the access key.' '--in-file|Store the secret in a private file instead of the system keyring.' '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'auth status'
            set options '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'auth logout'
            set options '--json|Print the result as JSON.' '--no-input|Never prompt; fail and list what is missing.' '--sandbox|Use the built-in sandbox; nothing is ordered or charged.' '--project=text|Project ID, instead of SINCH_PROJECT_ID.' '--verbose|Show each request, without secrets.' '--quiet,-q|Show only results, warnings and errors.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'sandbox'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'serve|Run the sandbox as a server for any client, until Ctrl-C' 'reset|Delete all sandbox orders. Real orders are not affected'
        case 'sandbox serve'
            set options '--port=text|Port to listen on (default 8787).' '--faults=file|JSON file of failures to simulate.' '--quiet|Don\'t show the requests.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'sandbox reset'
            set options '--yes,-y|Skip the confirmation.' '--help,-h|Show this help.'
            set arguments 
            set commands 
        case 'completion'
            set options '--help,-h|Show this help.'
            set arguments 
            set commands 'show|Print a shell\'s completion script' 'install|Install the completion script for your shell and show its path' 'uninstall|Remove what `completion install` added'
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
