#compdef sinch-order
# zsh completion of sinch-order. Generated from the program; see `sinch-order completion --help`.

_sinch_order_commands() {
  local -a commands
  case $1 in
    '')
      commands=('wizard:Buy a number, asked step by step; every answer is saved' 'resume:Go on with an order where it stopped' 'orders:List the orders known on this machine, the most urgent first' 'requirements:Show what a country asks for: answers and documents (step 1)' 'search:Find numbers that can be ordered, with their prices (step 2)' 'create:Reserve a number, or a quantity of numbers (step 3)' 'register:Send the answers that the country asks for (step 4)' 'attach:Upload one of the documents that the country asks for (step 5)' 'submit:Submit the order for review (step 6)' 'check:Name everything that is still missing or wrong, all at once' 'status:Show an order'\''s state, time left, documents, reviewers'\'' messages' 'plan:Compare countries: numbers, prices, answers, documents, and how long reviews took' 'regions:List the regions that have numbers, with the types each has' 'forget:Remove all that is kept of an order on this machine' 'help:Explain workflow, answers, exit-codes, environment, json, or a command' 'customer:Save who numbers are for, to fill it into any country'\''s form' 'batch:Order many numbers from a file, a row for each order' 'auth:Keep credentials in the system'\''s key store, and prove them' 'sandbox:The API on this machine, where nothing is real' 'completion:Completion for bash, zsh, fish and powershell') ;;
    'customer')
      commands=('add:Save a new customer' 'list:List the customers on this machine' 'show:Show a customer'\''s facts and documents. Identity numbers are shortened' 'set:Change or remove facts of a customer' 'rename:Give a customer another name. Its orders follow' 'forget:Delete all that is saved about customers on this machine' 'match:Show what a country'\''s form would be filled with, field by field, and why' 'document:Save where a customer'\''s documents are. Files are never copied') ;;
    'customer document')
      commands=('add:Save a document'\''s path, with what tells later whether it is still the same' 'list:List a customer'\''s documents, and what is wrong with them now' 'remove:Remove a document from a customer. The file itself is not touched') ;;
    'batch')
      commands=('template:Print a CSV file to fill in: the header and an example row' 'check:Check every row before anything is ordered: answers, documents, numbers, prices' 'run:Create, register, attach and submit an order for each row' 'status:Show how each row stands, as its order was last seen here') ;;
    'auth')
      commands=('login:Keep an access key, once it is proved to work' 'status:Prove the credentials with one harmless call, and say where they come from' 'logout:Remove the stored credentials, and the tokens that were got with them') ;;
    'sandbox')
      commands=('serve:Run the sandbox as a server that any client can talk to, until Ctrl-C' 'reset:Wipe the sandbox: all of its orders. Real orders are not touched') ;;
    'completion')
      commands=('show:Print a shell'\''s completion script' 'install:Put the script where your shell looks for it, and say where that is' 'uninstall:Take away what `completion install` put there, and nothing else') ;;
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
            '(--customer)--customer=[Fill in from this customer'\''s facts.]:customer:_sinch_order_customers' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:region:_sinch_order_regions' \
            '2:type: _sinch_order_value type'
          ;;
        resume)
          _arguments -S : \
            '(--order-id)--order-id=[Take up an order that was created elsewhere.]:text: ' \
            '(--region)--region=[With --order-id\: its country code.]:region:_sinch_order_regions' \
            '(--type)--type=[With --order-id\: its number type.]:type: _sinch_order_value type' \
            '(--into)--into=[With --order-id\: the order in doubt that it is.]:order:_sinch_order_orders' \
            '(--name)--name=[With --order-id\: import it under this name.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_open_orders'
          ;;
        orders)
          _arguments -S : \
            '(--all)--all[The final ones too.]' \
            '(--format)--format=[csv, tsv or json, for programs.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]'
          ;;
        requirements)
          _arguments -S : \
            '(--blank-answers)--blank-answers[Print an answers file to fill in.]' \
            '(--customer)--customer=[Fill in from this customer'\''s facts.]:customer:_sinch_order_customers' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:region:_sinch_order_regions' \
            '2:type: _sinch_order_value type'
          ;;
        search)
          _arguments -S : \
            '*--capability=[SMS or VOICE; repeat for both.]:capability: _sinch_order_value capability' \
            '(--pattern)--pattern=[Digits that the number has; at the start with +61…]:text: ' \
            '(--match)--match=[Where they stand\: START, CONTAINS or END.]:match: _sinch_order_value match' \
            '(--size)--size=[So many numbers at the most.]:text: ' \
            '(--format)--format=[csv, tsv or json, for programs.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:region:_sinch_order_regions' \
            '2:type: _sinch_order_value type'
          ;;
        create)
          _arguments -S : \
            '(--number)--number=[The number to reserve, from `search`.]:text: ' \
            '(--quantity)--quantity=[So many numbers (1 to 100), whichever fit.]:text: ' \
            '(--sequential)--sequential[With --quantity\: numbers in a row.]' \
            '(--pattern)--pattern=[Digits that the number has; at the start with +61…]:text: ' \
            '(--match)--match=[Where they stand\: START, CONTAINS or END.]:match: _sinch_order_value match' \
            '*--capability=[SMS or VOICE; repeat for both.]:capability: _sinch_order_value capability' \
            '(--sms-plan)--sms-plan=[SMS\: the service plan'\''s id.]:text: ' \
            '(--campaign)--campaign=[SMS in the US\: the 10DLC campaign'\''s id.]:text: ' \
            '(--rtc-app)--rtc-app=[Voice\: the RTC app'\''s id.]:text: ' \
            '(--est-trunk)--est-trunk=[Voice\: the SIP trunk'\''s id.]:text: ' \
            '(--fax-service)--fax-service=[Fax\: the service'\''s id.]:text: ' \
            '(--callback-url)--callback-url=[Where Sinch reports the order'\''s progress.]:text: ' \
            '(--name)--name=[What to call the order here.]:text: ' \
            '(--from)--from=[Take everything from an earlier order.]:order:_sinch_order_orders' \
            '(--customer)--customer=[Fill in from this customer'\''s facts.]:customer:_sinch_order_customers' \
            '(--accept-proposals)--accept-proposals[Take what only likely fits from the customer, too.]' \
            '(--again)--again[Reserve again even if an earlier attempt may have gone through.]' \
            '(--or-similar)--or-similar[With --from\: take a similar number if its own is not available.]' \
            '(--yes -y)--yes[Do it without asking first.]' '(--yes -y)-y[Do it without asking first.]' \
            '(--dry-run)--dry-run[Show what would be sent; send nothing.]' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:region:_sinch_order_regions' \
            '2:type: _sinch_order_value type'
          ;;
        register)
          _arguments -S : \
            '*--answers=[JSON file with the answers; - is standard input. May repeat\: later files win.]:file:_files' \
            '*--set=[One answer; repeat for more.]:text: ' \
            '(--data)--data=[Raw requestDetails.data, sent as it is, unchecked.]:file:_files' \
            '(--customer)--customer=[Fill in from this customer'\''s facts.]:customer:_sinch_order_customers' \
            '(--accept-proposals)--accept-proposals[Take what only likely fits from the customer, too.]' \
            '(--renumber)--renumber[Put the order'\''s own numbers where the answers have others.]' \
            '(--dry-run)--dry-run[Show what would be sent; send nothing.]' \
            '(--show)--show[Print the answers so far; send nothing.]' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_open_orders'
          ;;
        attach)
          _arguments -S : \
            '(--document-type)--document-type=[What it is, where the country wants to know.]:document-type:_sinch_order_document_types' \
            '(--list)--list[List the documents, and which have been sent.]' \
            '(--template)--template=[Save the template of ID, or all, into this folder.]:dir:_files -/' \
            '(--wait)--wait[Wait until the server has taken the document in.]' \
            '(--timeout)--timeout=[With --wait\: at most this time (default 2m).]:text: ' \
            '(--from-customer)--from-customer[Upload the customer'\''s files that surely fit.]' \
            '(--accept-proposals)--accept-proposals[Take what only likely fits from the customer, too.]' \
            '(--max-age)--max-age=[No customer'\''s document issued longer ago than this.]:text: ' \
            '(--format)--format=[csv, tsv or json, for programs.]:text: ' \
            '(--dry-run)--dry-run[Show what would be sent; send nothing.]' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_open_orders' \
            '2:id:_sinch_order_attachments' \
            '3:file:_files'
          ;;
        submit)
          _arguments -S : \
            '(--yes -y)--yes[Do it without asking first.]' '(--yes -y)-y[Do it without asking first.]' \
            '(--timeout)--timeout=[Wait at most this time for documents (default 2m).]:text: ' \
            '(--no-wait)--no-wait[Don'\''t wait for documents that are being taken in.]' \
            '(--dry-run)--dry-run[Show what would be sent; send nothing.]' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_open_orders'
          ;;
        check)
          _arguments -S : \
            '(--region)--region=[Check an answers file for this country.]:region:_sinch_order_regions' \
            '(--type)--type=[And this number type.]:type: _sinch_order_value type' \
            '(--number)--number=[And for this number, before it is reserved.]:text: ' \
            '*--answers=[JSON file with the answers; - is standard input. May repeat\: later files win.]:file:_files' \
            '(--customer)--customer=[Fill in from this customer'\''s facts.]:customer:_sinch_order_customers' \
            '(--accept-proposals)--accept-proposals[Take what only likely fits from the customer, too.]' \
            '(--max-age)--max-age=[No customer'\''s document issued longer ago than this.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_open_orders'
          ;;
        status)
          _arguments -S : \
            '(--watch)--watch[Follow it until it is decided.]' \
            '(--interval)--interval=[Time between two checks\: 30s (default), 5m.]:text: ' \
            '(--timeout)--timeout=[Stop watching after this time\: 90s, 15m, 2h.]:text: ' \
            '(--all)--all[Every open order.]' \
            '(--until)--until=[With --watch\: until SMS and voice are set up, too.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '1:order:_sinch_order_orders'
          ;;
        plan)
          _arguments -S : \
            '*--type=[MOBILE, LOCAL or TOLL_FREE, where REGION has none; repeat for more.]:type: _sinch_order_value type' \
            '(--customer)--customer=[Count what this customer'\''s facts and files give.]:customer:_sinch_order_customers' \
            '(--quantity)--quantity=[How many numbers are wanted in each\: 1 to 100.]:text: ' \
            '(--format)--format=[csv, tsv or json, for programs.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
            '*:region[/type]:_sinch_order_regions'
          ;;
        regions)
          _arguments -S : \
            '(--type)--type=[Only regions that have this type.]:type: _sinch_order_value type' \
            '(--format)--format=[csv, tsv or json, for programs.]:text: ' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
            '(--verbose)--verbose[Show each request, without secrets.]' \
            '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
            '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]'
          ;;
        forget)
          _arguments -S : \
            '(--final)--final[All orders that are final.]' \
            '(--older-than)--older-than=[Only those not touched for so long\: 30d, 12h, 4w.]:text: ' \
            '(--abandon)--abandon[Also an order that may have been reserved.]' \
            '(--yes -y)--yes[Do it without asking first.]' '(--yes -y)-y[Do it without asking first.]' \
            '(--json)--json[Print the result as JSON.]' \
            '(--no-input)--no-input[Never ask; say what is missing.]' \
            '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
            '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
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
              '(--from)--from=[Take the facts from an order'\''s answers.]:order:_sinch_order_orders' \
              '*--answers=[JSON file with the answers; - is standard input. May repeat\: later files win.]:file:_files' \
              '(--region)--region=[The country that --answers is for.]:region:_sinch_order_regions' \
              '(--type)--type=[The number type that --answers is for.]:type: _sinch_order_value type' \
              '(--facts)--facts=[JSON object of facts; - is standard input.]:file:_files' \
              '*--set=[One fact; repeat for more.]:text: ' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name: ' ;;
            list) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' ;;
            show) _arguments -S : \
              '(--all)--all[Show identity numbers in full.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name:_sinch_order_customers' ;;
            set) _arguments -S : \
              '(--facts)--facts=[JSON object of facts; - is standard input.]:file:_files' \
              '(--edit)--edit[Open the file in your editor.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name:_sinch_order_customers' \
              '*:fact=value: ' ;;
            rename) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:old:_sinch_order_customers' \
              '2:new: ' ;;
            forget) _arguments -S : \
              '(--yes -y)--yes[Do it without asking first.]' '(--yes -y)-y[Do it without asking first.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '*:name:_sinch_order_customers' ;;
            match) _arguments -S : \
              '*--use=[This field takes that fact; A+B joins two.]:text: ' \
              '*--never=[No fact fits this field.]:text: ' \
              '*--forget=[Forget what was taught of a field.]:text: ' \
              '(--only)--only[Teach for this customer alone, not for all.]' \
              '(--all)--all[Show identity numbers in full in the table.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
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
              '(--kind)--kind=[What it is\: passport, proofOfAddress, …]:document-kind: _sinch_order_value document-kind' \
              '(--issued)--issued=[When it was issued\: 2026-01-31.]:text: ' \
              '(--expires)--expires=[When it expires.]:text: ' \
              '(--person)--person=[Whose it is\: the number in people.N.]:text: ' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name:_sinch_order_customers' \
              '2:file:_files' ;;
            list) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:name:_sinch_order_customers' ;;
            remove) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
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
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:region:_sinch_order_regions' \
              '2:type: _sinch_order_value type' ;;
            check) _arguments -S : \
              '*--only=[Only this row; repeat for more.]:text: ' \
              '(--parallel)--parallel=[Rows at a time\: 1 to 16.]:text: ' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:file:_files' ;;
            run) _arguments -S : \
              '(--until)--until=[How far\: reserved, registered, submitted (default), decided.]:text: ' \
              '(--parallel)--parallel=[Rows at a time\: 1 to 16.]:text: ' \
              '*--only=[Only this row; repeat for more.]:text: ' \
              '(--skip-bad)--skip-bad[Run the good rows although others are bad.]' \
              '(--continue)--continue[Go on with orders that were not made by this file.]' \
              '*--max-monthly=[The most that all rows may cost each month.]:text: ' \
              '(--yes -y)--yes[Do it without asking first.]' '(--yes -y)-y[Do it without asking first.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' \
              '1:file:_files' ;;
            status) _arguments -S : \
              '*--only=[Only this row; repeat for more.]:text: ' \
              '(--format)--format=[csv, tsv or json, for programs.]:text: ' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
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
              '(--key-id)--key-id=[The access key'\''s id.]:text: ' \
              '(--in-file)--in-file[Keep the secret in a private file\: there is no key store.]' \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' ;;
            status) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
              '(--verbose)--verbose[Show each request, without secrets.]' \
              '(--quiet -q)--quiet[Show only results, warnings and errors.]' '(--quiet -q)-q[Show only results, warnings and errors.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' ;;
            logout) _arguments -S : \
              '(--json)--json[Print the result as JSON.]' \
              '(--no-input)--no-input[Never ask; say what is missing.]' \
              '(--sandbox)--sandbox[Use the built-in sandbox\: no order is real.]' \
              '(--project)--project=[Project id, instead of SINCH_PROJECT_ID.]:text: ' \
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
              '(--port)--port=[Port to listen at (default 8787).]:text: ' \
              '(--faults)--faults=[JSON file that says what is to fail, and when.]:file:_files' \
              '(--quiet)--quiet[Do not show the requests.]' \
              '(--help -h)--help[Show this help.]' '(--help -h)-h[Show this help.]' ;;
            reset) _arguments -S : \
              '(--yes -y)--yes[Do it without asking first.]' '(--yes -y)-y[Do it without asking first.]' \
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
