#compdef sinch-order
# zsh completion of sinch-order. Generated from the program; see `sinch-order completion --help`.

_sinch_order_commands() {
  local -a commands
  case $1 in
    '')
      commands=('wizard:Order a number step by step, with every answer saved' 'resume:Continue an order where you left off' 'orders:List the orders saved on this machine, most urgent first' 'requirements:Show what a country requires: answers and documents (step 1)' 'search:Find available numbers and their prices (step 2)' 'create:Reserve a number, or a quantity of numbers (step 3)' 'register:Send the required answers (step 4)' 'attach:Upload a required or optional document (step 5)' 'submit:Submit the order for review (step 6)' 'check:List everything that is missing or invalid' 'status:Show an order'\''s state, time left, documents and messages' 'plan:Compare countries: numbers, prices, answers, documents, review times' 'regions:List the regions that have numbers, and their number types' 'forget:Delete an order'\''s local data' 'help:Explain a topic or a command' 'customer:Save your customers'\'' facts to fill in any country'\''s form' 'batch:Order many numbers from a file, one row for each order' 'auth:Store and verify your credentials' 'sandbox:Run a local simulator of the API, where nothing is ordered or charged' 'completion:Set up completion for bash, zsh, fish or PowerShell') ;;
    'customer')
      commands=('add:Save a new customer' 'list:List the customers on this machine' 'show:Show a customer'\''s facts and documents. Identity numbers are shortened' 'set:Change or delete a customer'\''s facts' 'rename:Rename a customer, also in its orders' 'forget:Delete customers from this machine' 'match:Show which facts fill a country'\''s form, field by field, and why' 'document:Save the paths of a customer'\''s documents. Files are never copied') ;;
    'customer document')
      commands=('add:Save a document'\''s path, size and hash' 'list:List a customer'\''s documents and their problems' 'remove:Remove a document from a customer. The file is not deleted') ;;
    'batch')
      commands=('template:Print a CSV file to fill in: the header and an example row' 'check:Check every row before anything is ordered: answers, documents, numbers, prices' 'run:Create, register, attach and submit an order for each row' 'status:Show the last known state of each row'\''s order') ;;
    'auth')
      commands=('login:Verify an access key and store it' 'status:Verify your credentials with one read-only request and show their source' 'logout:Delete the stored credentials and their tokens') ;;
    'sandbox')
      commands=('serve:Run the sandbox as a server for any client, until Ctrl-C' 'reset:Delete all sandbox orders. Real orders are not affected') ;;
    'completion')
      commands=('show:Print a shell'\''s completion script' 'install:Install the completion script for your shell and show its path' 'uninstall:Remove what `completion install` added') ;;
  esac
  _describe -t commands command commands
}

# Regions and types are taken in any letter case, and toll-free for TOLL_FREE.
_sinch_order_value() {
  local -a words
  case $1 in
    region) words=('AD:Andorra' 'AE:United Arab Emirates' 'AF:Afghanistan' 'AG:Antigua and Barbuda' 'AI:Anguilla' 'AL:Albania' 'AM:Armenia' 'AO:Angola' 'AQ:Antarctica' 'AR:Argentina' 'AS:American Samoa' 'AT:Austria' 'AU:Australia' 'AW:Aruba' 'AX:Åland Islands' 'AZ:Azerbaijan' 'BA:Bosnia and Herzegovina' 'BB:Barbados' 'BD:Bangladesh' 'BE:Belgium' 'BF:Burkina Faso' 'BG:Bulgaria' 'BH:Bahrain' 'BI:Burundi' 'BJ:Benin' 'BL:Saint Barthélemy' 'BM:Bermuda' 'BN:Brunei' 'BO:Bolivia' 'BQ:Bonaire, Sint Eustatius and Saba' 'BR:Brazil' 'BS:Bahamas' 'BT:Bhutan' 'BV:Bouvet Island' 'BW:Botswana' 'BY:Belarus' 'BZ:Belize' 'CA:Canada' 'CC:Cocos Islands' 'CD:Congo (Democratic Republic)' 'CF:Central African Republic' 'CG:Congo' 'CH:Switzerland' 'CI:Côte d'\''Ivoire' 'CK:Cook Islands' 'CL:Chile' 'CM:Cameroon' 'CN:China' 'CO:Colombia' 'CR:Costa Rica' 'CU:Cuba' 'CV:Cape Verde' 'CW:Curaçao' 'CX:Christmas Island' 'CY:Cyprus' 'CZ:Czechia' 'DE:Germany' 'DJ:Djibouti' 'DK:Denmark' 'DM:Dominica' 'DO:Dominican Republic' 'DZ:Algeria' 'EC:Ecuador' 'EE:Estonia' 'EG:Egypt' 'EH:Western Sahara' 'ER:Eritrea' 'ES:Spain' 'ET:Ethiopia' 'FI:Finland' 'FJ:Fiji' 'FK:Falkland Islands' 'FM:Micronesia' 'FO:Faroe Islands' 'FR:France' 'GA:Gabon' 'GB:United Kingdom' 'GD:Grenada' 'GE:Georgia' 'GF:French Guiana' 'GG:Guernsey' 'GH:Ghana' 'GI:Gibraltar' 'GL:Greenland' 'GM:Gambia' 'GN:Guinea' 'GP:Guadeloupe' 'GQ:Equatorial Guinea' 'GR:Greece' 'GS:South Georgia and the South Sandwich Islands' 'GT:Guatemala' 'GU:Guam' 'GW:Guinea-Bissau' 'GY:Guyana' 'HK:Hong Kong' 'HM:Heard Island and McDonald Islands' 'HN:Honduras' 'HR:Croatia' 'HT:Haiti' 'HU:Hungary' 'ID:Indonesia' 'IE:Ireland' 'IL:Israel' 'IM:Isle of Man' 'IN:India' 'IO:British Indian Ocean Territory' 'IQ:Iraq' 'IR:Iran' 'IS:Iceland' 'IT:Italy' 'JE:Jersey' 'JM:Jamaica' 'JO:Jordan' 'JP:Japan' 'KE:Kenya' 'KG:Kyrgyzstan' 'KH:Cambodia' 'KI:Kiribati' 'KM:Comoros' 'KN:Saint Kitts and Nevis' 'KP:North Korea' 'KR:South Korea' 'KW:Kuwait' 'KY:Cayman Islands' 'KZ:Kazakhstan' 'LA:Laos' 'LB:Lebanon' 'LC:Saint Lucia' 'LI:Liechtenstein' 'LK:Sri Lanka' 'LR:Liberia' 'LS:Lesotho' 'LT:Lithuania' 'LU:Luxembourg' 'LV:Latvia' 'LY:Libya' 'MA:Morocco' 'MC:Monaco' 'MD:Moldova' 'ME:Montenegro' 'MF:Saint Martin' 'MG:Madagascar' 'MH:Marshall Islands' 'MK:North Macedonia' 'ML:Mali' 'MM:Myanmar' 'MN:Mongolia' 'MO:Macao' 'MP:Northern Mariana Islands' 'MQ:Martinique' 'MR:Mauritania' 'MS:Montserrat' 'MT:Malta' 'MU:Mauritius' 'MV:Maldives' 'MW:Malawi' 'MX:Mexico' 'MY:Malaysia' 'MZ:Mozambique' 'NA:Namibia' 'NC:New Caledonia' 'NE:Niger' 'NF:Norfolk Island' 'NG:Nigeria' 'NI:Nicaragua' 'NL:Netherlands' 'NO:Norway' 'NP:Nepal' 'NR:Nauru' 'NU:Niue' 'NZ:New Zealand' 'OM:Oman' 'PA:Panama' 'PE:Peru' 'PF:French Polynesia' 'PG:Papua New Guinea' 'PH:Philippines' 'PK:Pakistan' 'PL:Poland' 'PM:Saint Pierre and Miquelon' 'PN:Pitcairn' 'PR:Puerto Rico' 'PS:Palestine' 'PT:Portugal' 'PW:Palau' 'PY:Paraguay' 'QA:Qatar' 'RE:Réunion' 'RO:Romania' 'RS:Serbia' 'RU:Russia' 'RW:Rwanda' 'SA:Saudi Arabia' 'SB:Solomon Islands' 'SC:Seychelles' 'SD:Sudan' 'SE:Sweden' 'SG:Singapore' 'SH:Saint Helena' 'SI:Slovenia' 'SJ:Svalbard and Jan Mayen' 'SK:Slovakia' 'SL:Sierra Leone' 'SM:San Marino' 'SN:Senegal' 'SO:Somalia' 'SR:Suriname' 'SS:South Sudan' 'ST:São Tomé and Príncipe' 'SV:El Salvador' 'SX:Sint Maarten (Dutch part)' 'SY:Syria' 'SZ:Eswatini' 'TC:Turks and Caicos Islands' 'TD:Chad' 'TF:French Southern Territories' 'TG:Togo' 'TH:Thailand' 'TJ:Tajikistan' 'TK:Tokelau' 'TL:Timor-Leste' 'TM:Turkmenistan' 'TN:Tunisia' 'TO:Tonga' 'TR:Türkiye' 'TT:Trinidad and Tobago' 'TV:Tuvalu' 'TW:Taiwan' 'TZ:Tanzania' 'UA:Ukraine' 'UG:Uganda' 'UM:United States Minor Outlying Islands' 'US:United States' 'UY:Uruguay' 'UZ:Uzbekistan' 'VA:Vatican' 'VC:Saint Vincent and the Grenadines' 'VE:Venezuela' 'VG:British Virgin Islands' 'VI:U.S. Virgin Islands' 'VN:Vietnam' 'VU:Vanuatu' 'WF:Wallis and Futuna' 'WS:Samoa' 'XK:Kosovo' 'YE:Yemen' 'YT:Mayotte' 'ZA:South Africa' 'ZM:Zambia' 'ZW:Zimbabwe') ;;
    type) words=('MOBILE' 'LOCAL' 'TOLL_FREE') ;;
    capability) words=('SMS' 'VOICE') ;;
    match) words=('START' 'CONTAINS' 'END') ;;
    topic) words=('workflow' 'answers' 'exit-codes' 'environment' 'customers' 'json' 'wizard' 'resume' 'orders' 'requirements' 'search' 'create' 'register' 'attach' 'submit' 'check' 'status' 'customer' 'plan' 'batch' 'regions' 'forget' 'auth' 'sandbox' 'completion' 'help') ;;
    document-kind) words=('passport' 'idCard' 'drivingLicence' 'residencePermit' 'companyRegistration' 'taxCertificate' 'proofOfAddress' 'letterOfAuthorisation' 'powerOfAttorney' 'other') ;;
    shell) words=('bash' 'zsh' 'fish' 'powershell') ;;
    format) words=('csv' 'tsv' 'json') ;;
    until) words=('usable:SMS and voice are set up') ;;
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
    '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
    '(--version -V)--version[Show the version.]' '(--version -V)-V[Show the version.]' \
    '1: : _sinch_order_commands ""' \
    '*:: :->command' && return
  case $state in
    command)
      curcontext=${curcontext%:*:*}:sinch-order-$words[1]:
      case $words[1] in
        wizard)
          _arguments -S : \
            '(--customer)--customer=[Fill in answers from this customer'\''s facts.]:customer:_sinch_order_customers' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:region:_sinch_order_regions' \
            '2:type: _sinch_order_value type'
          ;;
        resume)
          _arguments -S : \
            '(--order-id)--order-id=[Import an order created elsewhere, by its order ID.]:text: ' \
            '(--region)--region=[With --order-id\: country code of the order.]:region:_sinch_order_regions' \
            '(--type)--type=[With --order-id\: number type of the order.]:type: _sinch_order_value type' \
            '(--into)--into=[With --order-id\: the local order whose outcome is unknown.]:order:_sinch_order_orders' \
            '(--name)--name=[With --order-id\: name for the imported order.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_open_orders'
          ;;
        orders)
          _arguments -S : \
            '(--all)--all[Include final orders.]' \
            '(--format)--format=[Output format for programs\: csv, tsv or json.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]'
          ;;
        requirements)
          _arguments -S : \
            '(--blank-answers)--blank-answers[Print an answers file to fill in.]' \
            '(--customer)--customer=[Fill in answers from this customer'\''s facts.]:customer:_sinch_order_customers' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:region:_sinch_order_regions' \
            '2:type: _sinch_order_value type'
          ;;
        search)
          _arguments -S : \
            '*--capability=[SMS or VOICE. Repeat for both.]:capability: _sinch_order_value capability' \
            '(--pattern)--pattern=[Digits the number must contain; a start pattern includes + and country code.]:text: ' \
            '(--match)--match=[Where to match the digits\: START, CONTAINS or END.]:match: _sinch_order_value match' \
            '(--size)--size=[Maximum number of results.]:text: ' \
            '(--format)--format=[Output format for programs\: csv, tsv or json.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:region:_sinch_order_regions' \
            '2:type: _sinch_order_value type'
          ;;
        create)
          _arguments -S : \
            '(--number)--number=[The number to reserve, from `search`.]:text: ' \
            '(--quantity)--quantity=[How many numbers to reserve (1 to 100); the server chooses them.]:text: ' \
            '(--sequential)--sequential[With --quantity\: consecutive numbers.]' \
            '(--pattern)--pattern=[Digits the number must contain; a start pattern includes + and country code.]:text: ' \
            '(--match)--match=[Where to match the digits\: START, CONTAINS or END.]:match: _sinch_order_value match' \
            '*--capability=[SMS or VOICE. Repeat for both.]:capability: _sinch_order_value capability' \
            '(--sms-plan)--sms-plan=[SMS\: service plan ID.]:text: ' \
            '(--campaign)--campaign=[SMS in the US\: 10DLC campaign ID.]:text: ' \
            '(--rtc-app)--rtc-app=[Voice\: RTC app ID.]:text: ' \
            '(--est-trunk)--est-trunk=[Voice\: SIP trunk ID.]:text: ' \
            '(--fax-service)--fax-service=[Fax\: service ID.]:text: ' \
            '(--callback-url)--callback-url=[Callback URL for events of the order.]:text: ' \
            '(--name)--name=[Name for the order on this machine.]:text: ' \
            '(--from)--from=[Start from an earlier order'\''s details.]:order:_sinch_order_orders' \
            '(--customer)--customer=[Fill in answers from this customer'\''s facts.]:customer:_sinch_order_customers' \
            '(--accept-proposals)--accept-proposals[Accept likely matches from the customer, too.]' \
            '(--again)--again[Reserve again even if an earlier attempt may have gone through.]' \
            '(--or-similar)--or-similar[With --from\: use a similar number if the earlier one is not available.]' \
            '(--yes -y)--yes[Skip the confirmation.]' '(--yes -y)-y[Skip the confirmation.]' \
            '(--dry-run)--dry-run[Show the request without sending it.]' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:region:_sinch_order_regions' \
            '2:type: _sinch_order_value type'
          ;;
        register)
          _arguments -S : \
            '*--answers=[JSON file with the answers; - is standard input. Repeat for more files; later files win.]:file:_files' \
            '*--set=[One answer. Repeat for more.]:text: ' \
            '(--data)--data=[JSON file with raw requestDetails.data, sent unchecked.]:file:_files' \
            '(--customer)--customer=[Fill in answers from this customer'\''s facts.]:customer:_sinch_order_customers' \
            '(--accept-proposals)--accept-proposals[Accept likely matches from the customer, too.]' \
            '(--renumber)--renumber[Replace other numbers in the answers with the order'\''s own.]' \
            '(--dry-run)--dry-run[Show the request without sending it.]' \
            '(--show)--show[Print the saved answers without sending them.]' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_open_orders'
          ;;
        attach)
          _arguments -S : \
            '(--document-type)--document-type=[Document type, if the country requires one.]:document-type:_sinch_order_document_types' \
            '(--list)--list[List the documents and their uploads.]' \
            '(--template)--template=[Download the template of ID, or all templates, to this folder.]:dir:_files -/' \
            '(--wait)--wait[Wait until the server has processed the document.]' \
            '(--timeout)--timeout=[With --wait\: maximum time (default 2m).]:text: ' \
            '(--from-customer)--from-customer[Upload the customer'\''s files that match with certainty.]' \
            '(--accept-proposals)--accept-proposals[Accept likely matches from the customer, too.]' \
            '(--max-age)--max-age=[Maximum age of the customer'\''s documents.]:text: ' \
            '(--format)--format=[Output format for programs\: csv, tsv or json.]:text: ' \
            '(--dry-run)--dry-run[Show the request without sending it.]' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_open_orders' \
            '2:id:_sinch_order_attachments' \
            '*:file:_files'
          ;;
        submit)
          _arguments -S : \
            '(--yes -y)--yes[Skip the confirmation.]' '(--yes -y)-y[Skip the confirmation.]' \
            '(--timeout)--timeout=[Maximum time to wait for documents (default 2m).]:text: ' \
            '(--no-wait)--no-wait[Don'\''t wait for documents that are still being processed.]' \
            '(--dry-run)--dry-run[Show the request without sending it.]' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_open_orders'
          ;;
        check)
          _arguments -S : \
            '(--region)--region=[Check an answers file for this country.]:region:_sinch_order_regions' \
            '(--type)--type=[With --region\: number type.]:type: _sinch_order_value type' \
            '(--number)--number=[With --region\: number to check for, before you reserve it.]:text: ' \
            '*--answers=[JSON file with the answers; - is standard input. Repeat for more files; later files win.]:file:_files' \
            '(--customer)--customer=[Fill in answers from this customer'\''s facts.]:customer:_sinch_order_customers' \
            '(--accept-proposals)--accept-proposals[Accept likely matches from the customer, too.]' \
            '(--max-age)--max-age=[Maximum age of the customer'\''s documents.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_open_orders'
          ;;
        status)
          _arguments -S : \
            '(--watch)--watch[Watch until the order is completed, rejected, expired or blocked.]' \
            '(--interval)--interval=[Time between checks, such as 5m (default 30s).]:text: ' \
            '(--timeout)--timeout=[Stop watching after this time, such as 90s, 15m or 2h.]:text: ' \
            '(--all)--all[Show every open order.]' \
            '(--until)--until=[With --watch\: continue until SMS and voice are set up (usable).]:text: ' \
            '(--exec)--exec=[Run a command at each change. It gets the order as JSON on standard input.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_orders'
          ;;
        plan)
          _arguments -S : \
            '*--type=[Number type of each REGION without one\: MOBILE, LOCAL or TOLL_FREE. Repeat for more.]:type: _sinch_order_value type' \
            '(--customer)--customer=[Count the answers and documents this customer'\''s facts provide.]:customer:_sinch_order_customers' \
            '(--quantity)--quantity=[How many numbers to compare in each country (1 to 100).]:text: ' \
            '(--format)--format=[Output format for programs\: csv, tsv or json.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '*:region[/type]:_sinch_order_regions'
          ;;
        regions)
          _arguments -S : \
            '(--type)--type=[Only regions with this number type.]:type: _sinch_order_value type' \
            '(--format)--format=[Output format for programs\: csv, tsv or json.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]'
          ;;
        forget)
          _arguments -S : \
            '(--final)--final[All final orders.]' \
            '(--older-than)--older-than=[Only orders unchanged for at least this long, such as 30d, 12h or 4w.]:text: ' \
            '(--abandon)--abandon[Also delete an order that may have been reserved.]' \
            '(--yes -y)--yes[Skip the confirmation.]' '(--yes -y)-y[Skip the confirmation.]' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
            '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '*:order:_sinch_order_orders'
          ;;
        help)
          _arguments -S : \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '*:topic: _sinch_order_value topic'
          ;;
        customer)
          _arguments -C -S : \
            '1: : _sinch_order_commands customer' \
            '*:: :->below' && return
          case $words[1] in
            add) _arguments -S : \
              '(--from)--from=[Use the facts in an order'\''s answers.]:order:_sinch_order_orders' \
              '*--answers=[JSON file with the answers; - is standard input. Repeat for more files; later files win.]:file:_files' \
              '(--region)--region=[Country of the --answers file.]:region:_sinch_order_regions' \
              '(--type)--type=[Number type of the --answers file.]:type: _sinch_order_value type' \
              '(--facts)--facts=[JSON file of facts; - is standard input.]:file:_files' \
              '*--set=[One fact. Repeat for more.]:text: ' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name: ' ;;
            list) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' ;;
            show) _arguments -S : \
              '(--all)--all[Show identity numbers in full.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name:_sinch_order_customers' ;;
            set) _arguments -S : \
              '(--facts)--facts=[JSON file of facts; - is standard input.]:file:_files' \
              '(--edit)--edit[Open the facts in your editor.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name:_sinch_order_customers' \
              '*:fact=value: ' ;;
            rename) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:old:_sinch_order_customers' \
              '2:new: ' ;;
            forget) _arguments -S : \
              '(--yes -y)--yes[Skip the confirmation.]' '(--yes -y)-y[Skip the confirmation.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '*:name:_sinch_order_customers' ;;
            match) _arguments -S : \
              '*--use=[Fill this field from that fact; A+B joins two.]:text: ' \
              '*--never=[Never fill in this field.]:text: ' \
              '*--forget=[Delete what you taught about a field.]:text: ' \
              '(--only)--only[Teach for this customer only.]' \
              '(--all)--all[Show identity numbers in full in the table.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name:_sinch_order_customers' \
              '2:region:_sinch_order_regions' \
              '3:type: _sinch_order_value type' ;;
            document)
          _arguments -C -S : \
            '1: : _sinch_order_commands '\''customer document'\''' \
            '*:: :->below' && return
          case $words[1] in
            add) _arguments -S : \
              '(--kind)--kind=[Kind of document\: passport, proofOfAddress, …]:document-kind: _sinch_order_value document-kind' \
              '(--issued)--issued=[Date of issue, such as 2026-01-31.]:text: ' \
              '(--expires)--expires=[Expiry date, such as 2031-01-31.]:text: ' \
              '(--person)--person=[Person the document belongs to\: N of people.N.]:text: ' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name:_sinch_order_customers' \
              '2:file:_files' ;;
            list) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name:_sinch_order_customers' ;;
            remove) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name:_sinch_order_customers' \
              '2:file:_files' ;;
          esac
          ;;
          esac
          ;;
        batch)
          _arguments -C -S : \
            '1: : _sinch_order_commands batch' \
            '*:: :->below' && return
          case $words[1] in
            template) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:region:_sinch_order_regions' \
              '2:type: _sinch_order_value type' ;;
            check) _arguments -S : \
              '*--only=[Only the row with this ref. Repeat for more.]:text: ' \
              '(--parallel)--parallel=[Number of rows to run at a time (1 to 16).]:text: ' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:file:_files' ;;
            run) _arguments -S : \
              '(--until)--until=[Last step\: reserved, registered, submitted (default) or decided.]:text: ' \
              '(--parallel)--parallel=[Number of rows to run at a time (1 to 16).]:text: ' \
              '*--only=[Only the row with this ref. Repeat for more.]:text: ' \
              '(--skip-bad)--skip-bad[Run the valid rows even if others have problems.]' \
              '(--continue)--continue[Continue orders that were not created from this file.]' \
              '*--max-monthly=[Maximum monthly cost of all rows.]:text: ' \
              '(--interval)--interval=[With --until decided\: time between two checks, 30s (default).]:text: ' \
              '(--exec)--exec=[Run a command at each change. It gets the order as JSON on standard input.]:text: ' \
              '(--yes -y)--yes[Skip the confirmation.]' '(--yes -y)-y[Skip the confirmation.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:file:_files' ;;
            status) _arguments -S : \
              '*--only=[Only the row with this ref. Repeat for more.]:text: ' \
              '(--format)--format=[Output format for programs\: csv, tsv or json.]:text: ' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:file:_files' ;;
          esac
          ;;
        auth)
          _arguments -C -S : \
            '1: : _sinch_order_commands auth' \
            '*:: :->below' && return
          case $words[1] in
            login) _arguments -S : \
              '(--key-id)--key-id=[ID of the access key.]:text: ' \
              '(--in-file)--in-file[Store the secret in a private file instead of the system keyring.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' ;;
            status) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' ;;
            logout) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never prompt; fail and list what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox; nothing is ordered or charged.]' \
              '(--project)--project=[Project ID, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' ;;
          esac
          ;;
        sandbox)
          _arguments -C -S : \
            '1: : _sinch_order_commands sandbox' \
            '*:: :->below' && return
          case $words[1] in
            serve) _arguments -S : \
              '(--port)--port=[Port to listen on (default 8787).]:text: ' \
              '(--faults)--faults=[JSON file of failures to simulate.]:file:_files' \
              '(--quiet)--quiet[Don'\''t show the requests.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' ;;
            reset) _arguments -S : \
              '(--yes -y)--yes[Skip the confirmation.]' '(--yes -y)-y[Skip the confirmation.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' ;;
          esac
          ;;
        completion)
          _arguments -C -S : \
            '1: : _sinch_order_commands completion' \
            '*:: :->below' && return
          case $words[1] in
            show) _arguments -S : \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:shell: _sinch_order_value shell' ;;
            install) _arguments -S : \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:shell: _sinch_order_value shell' ;;
            uninstall) _arguments -S : \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:shell: _sinch_order_value shell' ;;
          esac
          ;;
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _sinch-order ]]; then
  _sinch_order "$@"
else
  compdef _sinch_order sinch-order
fi
