"""The texts of `help TOPIC`, as `pages.fit` reads them."""

WORKFLOW = """\
THE SIX STEPS

  1 requirements REGION TYPE   what the country asks for; nothing is reserved
  2 search REGION TYPE         numbers that can be ordered, with prices
  3 create REGION TYPE         reserve a number: from here on a clock runs
  4 register ORDER             send the answers that the country asks for
  5 attach ORDER ID FILE       upload the documents that it asks for
  6 submit ORDER               hand the order to the reviewers

  `wizard` asks its way through all six; `resume` goes on where an order stopped.
  Where a country asks for nothing, steps 4 and 5 fall away: after `create` comes `submit`.

THE CLOCK

  A reservation lasts between 30 minutes and 48 hours; the answer to `create` says
  until when. Look up and prepare everything first: `requirements --blank-answers`
  prints a file to fill in, and `check --region R --type T --answers FILE` checks it
  before there is an order.

THE STATES

  CREATED     reserved, not submitted yet
  IN_REVIEW   submitted; reviews take hours to days
  BLOCKED     the reviewers want something; `status ORDER` shows what
  COMPLETED   the number is yours (final)
  REJECTED    the reviewers said no, and `status ORDER` shows why (final)
  EXPIRED     the reservation ended before the order was submitted (final)

  After REJECTED and EXPIRED `create --from ORDER` starts again with the same answers.

FROM BEGINNING TO END, IN THE SANDBOX

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

  An answers file is JSON in the shape of requestDetails.data. Get one to fill in:

    sinch-order requirements AU MOBILE --blank-answers > answers.json

  null means "not answered yet". Beside each answer stands a note, a member that begins with
  //: the path, and what is allowed. Notes may stay in the file; with --json there are none.
  What an order has already, in the same shape:

    sinch-order register ORDER --show --json > answers.json

  A single answer is given with --set PATH=VALUE, where PATH is the answer's place:

    --set 1.city=Perth           data[1]["city"]
    --set 0.0.senderId=+614…     data[0][0]["senderId"]
    --set city=Perth             the bare name will do where only one field has it

  `requirements REGION TYPE` shows every path. --set PATH= (or PATH=null) takes an answer
  back. What the form does not know is sent as it is, with a warning; --set PATH= takes it out.

  Later goes before earlier: what the form proposes where an answer has to be, what the order
  has, --answers, --set. What is given completes what is there; the whole is sent each time. What
  the order has and does not fit any more is dropped, and said. Of answers that are refused
  the order keeps those that pass; no answer that it had is lost by the others.

  Mended without asking, and shown: white space around a text, spaces and dashes in a
  phone number, letter case of a choice. Nothing else is changed.

  --data FILE sends raw JSON as it is, unchecked, for a form that is not understood.
"""

EXIT_CODES = """\
EXIT CODES

    0  done
    1  unexpected failure; the message says where the details are
    2  usage: a flag or value is missing or wrong
    3  data: answers or files are not acceptable, here or to the server; `check` names them
    4  credentials or permission
    5  not found: an order, a number or a document that is named but not there, or gone
    6  state: the order is expired, final, already submitted, or in use by another program
    7  unreachable: network or server, after the retries
    8  unknown outcome: the request may have been carried out; the message says how to find out
    9  time-out: of `status --watch --timeout`, or of waiting for documents
   10  `status --watch` ended in REJECTED or EXPIRED, or in BLOCKED
  130  interrupted; everything entered is saved, and the message says how to go on

  With --json an error is one JSON object on standard error:

    sinch-order help json error
"""

CUSTOMERS = """\
CUSTOMERS

  A customer is who a number is for. Its facts are saved once and fit every country's form:

    sinch-order customer add acme --from au-mobile-112
    sinch-order customer match acme DE LOCAL

  What is sure is filled in. What is likely is proposed, and must be confirmed. Consents,
  signatures and the number itself are never filled in. Teach a field with `customer match
  --use PATH=FACT`; it holds for that country and type.

  The next order for acme is four commands; the order remembers its customer:

    sinch-order create AU MOBILE --number +61411111112 --sms-plan PLAN --customer acme --yes
    sinch-order register au-mobile-112 --set PATH=VALUE
    sinch-order attach au-mobile-112 --from-customer
    sinch-order submit au-mobile-112 --yes

  What you give goes before the customer, and the customer before what a form proposes.
  --accept-proposals takes what is likely, too. Before there is an order: `requirements REGION
  TYPE --customer acme` shows what is there, `check --region REGION --type TYPE --customer acme`
  what is missing.

FACTS

  N counts from 0. Dates are written 2026-01-31, countries AU, phone numbers +61298765432.

  company.       name legalForm tradingName registrationNumber registrationAuthority
                 registrationDate vatNumber taxNumber website email phone industry employees
                 kind
  addresses.N.   role street houseNumber line2 city district state postalCode country
  people.N.      role firstName middleName lastName title jobTitle birthDate birthPlace
                 nationality email phone idType idNumber idIssuer idExpires address
  use.           description kind monthlyVolume optIn sampleMessages

  company.kind      company, soleTrader, person, government, nonProfit
  addresses.N.role  registered, business, billing, service, home
  people.N.role     contact, legalRepresentative, director, owner, endUser,
                    authorisedSignatory
  people.N.address  the number of one of the addresses

DOCUMENTS

  Files stay where they are: only their path, size and hash are saved.

    sinch-order customer document add acme FILE --kind companyRegistration

  passport, idCard, drivingLicence, residencePermit, companyRegistration, taxCertificate,
  proofOfAddress, letterOfAuthorisation, powerOfAttorney, other
"""

ENVIRONMENT = """\
ENVIRONMENT

  SINCH_PROJECT_ID         the project to order in (--project goes before it)
  SINCH_KEY_ID             access key id
  SINCH_KEY_SECRET         its secret
  SINCH_ACCESS_TOKEN       a token to use as it is, instead of key and secret
  SINCH_ORDER_AUTH=basic   send key and secret with every call (slow; some are refused)
  SINCH_NUMBERS_URL        the API's address; plain http only to this machine
  SINCH_AUTH_URL           the token endpoint's address; plain http only to this machine
  SINCH_ORDER_STATE_DIR    where orders are kept; stored credentials lie elsewhere
  SINCH_ORDER_SANDBOX=1    as --sandbox
  SINCH_ORDER_NO_INPUT=1   as --no-input
  NO_COLOR=1               no colours
  CLICOLOR_FORCE=1         colours in a pipe too
  ACCESSIBLE=1             plain lines, for screen readers; TERM=dumb does the same
  VISUAL, EDITOR           the editor for long answers
  HTTPS_PROXY, NO_PROXY    the way to the API

  A flag goes before the environment, the environment before what is stored.
"""

JSON = """\
JSON

  With --json a command prints one JSON document (`status --watch` prints one a line), and an
  error is one object on standard error. Warnings stand in the document, or in the error.
  Members are named as the API names them. Text in a pipe is for people, and may change.

  `sinch-order help json SHAPE` prints the JSON Schema of a shape. Each has a version: a new
  member keeps it, a member that goes or changes makes it another one.

SHAPES

{shapes}
  These schemas are also in the folder docs/json of the source code.
"""

TOPICS = {
    "workflow": WORKFLOW,
    "answers": ANSWERS,
    "exit-codes": EXIT_CODES,
    "environment": ENVIRONMENT,
    "customers": CUSTOMERS,
    "json": JSON,
}
