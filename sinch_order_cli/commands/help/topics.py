"""The texts of `help TOPIC`, in the format of `help_format.fit`."""

from sinch_order_cli.workflow.states import STATES

_STATES = "\n".join(
    f"  {row.name:<10}  {row.help}{' (final)' if row.final else ''}"
    for row in STATES.values()
    if row.help
)

WORKFLOW = """\
THE SIX STEPS

  1 requirements REGION TYPE   what the country requires; nothing is reserved
  2 search REGION TYPE         available numbers and their prices
  3 create REGION TYPE         reserve a number, which starts the deadline
  4 register ORDER             send the required answers
  5 attach ORDER ID FILE       upload the required documents
  6 submit ORDER               submit the order to the reviewers

  `wizard` guides you through every step; `resume` continues an order where it stopped.
  If a country requires no answers and no documents, skip steps 4 and 5: submit after `create`.

DEADLINE

  A reservation lasts between 30 minutes and 48 hours. `create` shows when it expires.
  Prepare everything first: `requirements --blank-answers` prints an answers file to fill
  in, and `check --region R --type T --answers FILE` checks it before you reserve a number.

STATES

{states}

  After REJECTED or EXPIRED, `create --from ORDER` starts a new order with the same answers.

A COMPLETE ORDER IN THE SANDBOX

  sinch-order requirements AU MOBILE --blank-answers --sandbox > answers.json
  sinch-order check --region AU --type MOBILE --answers answers.json --sandbox
  sinch-order search AU MOBILE --size 5 --sandbox
  sinch-order create AU MOBILE --number +61411111112 --sms-plan PLAN --yes --sandbox
  sinch-order register au-mobile-112 --answers answers.json --sandbox
  sinch-order attach au-mobile-112 "Letter of authorisation" letter.pdf --sandbox
  sinch-order submit au-mobile-112 --yes --sandbox
  sinch-order status au-mobile-112 --watch --sandbox
"""

ANSWERS = """\
ANSWERS

  An answers file is JSON with the structure of requestDetails.data. To get a file to fill in:

    sinch-order requirements AU MOBILE --blank-answers > answers.json

  null means "not answered yet". Each answer has a note, a member that begins with //: its path
  and the allowed values. Notes can stay in the file. With --json, the file has no notes.
  To get an order's saved answers in the same structure:

    sinch-order register ORDER --show --json > answers.json

  Give a single answer with --set PATH=VALUE:

    --set 1.city=Perth           data[1]["city"]
    --set 0.0.senderId=+614…     data[0][0]["senderId"]
    --set city=Perth             the name alone is enough if only one field has it

  `requirements REGION TYPE` shows every path. --set PATH= (or PATH=null) removes an answer.
  A file's answers to fields that the form lacks are sent unchanged, with a warning that says how
  to remove them.

  Later sources win: defaults of required fields, the order's saved answers, --answers, --set.
  Your answers are added to the saved ones, and all of them are sent each time. Saved answers
  that are no longer valid are removed, with a note. If some answers are not accepted, the order
  saves the valid ones; answers saved earlier are not lost.

  An answer that the form refuses is sent in another format of the same meaning if it accepts
  that, with a note: 01.02.2015 as 2015-02-01, 33,3 as 33.3, (02) 9876 5432 as +61298765432,
  Australia as AU, 30 00 as 3000. A choice can be given by its title or the start of it. Nothing
  that could mean something else is changed.

  --data FILE sends raw JSON unchecked, for a form that isn't supported.
"""

EXIT_CODES = """\
EXIT CODES

    0  done
    1  unexpected error; the message says where the details are
    2  usage: a flag or value is missing or invalid
    3  data: answers or files are not accepted by a check or the server; `check` lists them
    4  credentials or permission
    5  not found: an order, number or document doesn't exist or is no longer available
    6  state: an earlier step is missing, or the order is expired, final, already submitted, or
          used by another process
    7  unreachable: network or server, after all retries
    8  outcome unknown: the request may have gone through; the message says how to check
    9  timeout of `status --watch --timeout`, or of waiting for documents
   10  an order that `status --watch` or `batch run` looked after is REJECTED, EXPIRED or BLOCKED
  130  interrupted; everything you entered is saved, and the message says how to continue

  With --json, an error is one JSON object on standard error:

    sinch-order help json error
"""

CUSTOMERS = """\
CUSTOMERS

  A customer is who a number is for. Save its facts once to fill in every country's form:

    sinch-order customer add acme --from au-mobile-112
    sinch-order customer match acme DE LOCAL

  Certain matches are filled in. Likely matches are proposed, and you must confirm them.
  Consents, signatures and the number itself are never filled in. Teach a field with
  `customer match --use PATH=FACT`; that applies to its country and type. If you answer with another
  fact in the wizard, that fact is used for this customer from then on.

  The next order for acme takes four commands. The order stores its customer:

    sinch-order create AU MOBILE --number +61411111112 --sms-plan PLAN --customer acme --yes
    sinch-order register au-mobile-112 --set PATH=VALUE
    sinch-order attach au-mobile-112 --from-customer
    sinch-order submit au-mobile-112 --yes

  Your own answers win over the customer's facts, and those win over the form's defaults.
  --accept-proposals accepts likely matches, too. Before you reserve a number, `requirements
  REGION TYPE --customer acme` shows the answers filled in, and `check --region REGION --type
  TYPE --customer acme` lists the missing ones.

FACTS

  N counts from 0. Write dates as 2026-01-31, countries as AU, phone numbers as +61298765432.

  company.       name legalForm tradingName registrationNumber
                 registrationAuthority registrationDate vatNumber taxNumber
                 website email phone industry employees kind
  addresses.N.   role street houseNumber line2 city district state
                 postalCode country
  people.N.      role firstName middleName lastName title jobTitle birthDate
                 birthPlace nationality email phone idType idNumber idIssuer
                 idExpires address
  use.           description kind monthlyVolume optIn sampleMessages

  company.kind      company, soleTrader, person, government, nonProfit
  addresses.N.role  registered, business, billing, service, home
  people.N.role     contact, legalRepresentative, director, owner, endUser,
                    authorisedSignatory
  people.N.address  the number of one of the addresses

DOCUMENTS

  Files are not copied. Only their path, size and hash are saved. Two images of one card are sent
  as one PDF; name them front and back.

    sinch-order customer document add acme FILE --kind companyRegistration

  passport, idCard, drivingLicence, residencePermit, companyRegistration, taxCertificate,
  proofOfAddress, letterOfAuthorisation, powerOfAttorney, other
"""

ENVIRONMENT = """\
ENVIRONMENT

  SINCH_PROJECT_ID         project to order in (--project wins over it)
  SINCH_KEY_ID             access key ID
  SINCH_KEY_SECRET         access key secret
  SINCH_ACCESS_TOKEN       access token, instead of key and secret
  SINCH_ORDER_AUTH=basic   send key and secret with every request (slow; may be refused)
  SINCH_NUMBERS_URL        URL of the API; plain http only to this machine
  SINCH_AUTH_URL           URL of the token endpoint; plain http only to this machine
  SINCH_ORDER_STATE_DIR    folder of orders; credentials are stored elsewhere
  SINCH_ORDER_SANDBOX=1    same as --sandbox
  SINCH_ORDER_NO_INPUT=1   same as --no-input
  NO_COLOR=1               no colours
  CLICOLOR_FORCE=1         colours in a pipe too
  ACCESSIBLE=1             plain lines for screen readers; same as TERM=dumb
  VISUAL, EDITOR           editor for long answers
  HTTPS_PROXY, NO_PROXY    proxy to the API

  Flags win over the environment, and the environment wins over stored credentials.

  Commands that --exec runs get the order as JSON on standard input, no credentials, and:

  SINCH_ORDER_NAME, SINCH_ORDER_ID      which order
  SINCH_ORDER_STATE                     its state now
  SINCH_ORDER_PREVIOUS_STATE            its state when it was last checked
  SINCH_ORDER_EVENT                     why it runs, one of these:

  state       the state changed
  message     a new reviewer message, or a question that has waited for 12 hours
  deadline    a quarter of the time, 2 hours or 30 minutes left
  usable      SMS and voice are set up, or setting them up failed
"""

JSON = """\
JSON

  With --json, a command prints one JSON document (`status --watch` prints one per line), and an
  error is one object on standard error. Warnings are in the document or the error.
  Members have the API's names. Text output in a pipe is for users and can change.

  `sinch-order help json SHAPE` prints the JSON Schema of a shape. Each shape has a version. A
  new member doesn't change it; removing or changing a member does.

SHAPES

{shapes}
  These schemas are also in the folder docs/json of the source code.
"""

TOPICS = {
    "workflow": WORKFLOW.replace("{states}", _STATES),
    "answers": ANSWERS,
    "exit-codes": EXIT_CODES,
    "environment": ENVIRONMENT,
    "customers": CUSTOMERS,
    "json": JSON,
}
