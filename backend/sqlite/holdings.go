package sqlite

// holding says what a table holds on a household: which of its rows, and of
// every column what an export shows and what an erasure leaves. A test walks
// the schema: a table or a column without a decision fails it.
type holding struct {
	table   string
	rows    string // condition on the rows of household ?1, ?3 being the lines that wait and name it, ?4 whether riders shared with it count; "" when the table holds nothing on one
	order   string
	why     string // it holds nothing on a household, or nothing to be read
	shown   string // columns an export shows, in its order
	linked  string // columns only the JSON has: what joins the rows
	objects string // columns of both that hold JSON
	quiet   string // columns that say nothing of a person, or repeat what is shown
	erased  string // what an erasure sets; ?2 is the neutral word for a name
	removed bool   // an erasure removes the rows instead
}

// The rows of a household in the tables that many others hang on; those of the
// households merged into it are its own. A rider shared with it is in its export,
// not in its erasure: they stay with their own household.
const (
	itsOwn      = "SELECT ?1 UNION ALL SELECT id FROM households WHERE merged_into = ?1"
	itsRiders   = "SELECT id FROM riders WHERE household IN (" + itsOwn + ")"
	seenRiders  = itsRiders + " UNION ALL SELECT rider FROM rider_shares WHERE ?4 AND household IN (" + itsOwn + ")"
	itsInvoices = "SELECT id FROM invoices WHERE household IN (" + itsOwn + ")"
	itsPayments = "SELECT id FROM payments WHERE household IN (" + itsOwn + ")"
	itsCarts    = "SELECT id FROM carts WHERE household IN (" + itsOwn + ")"
	itsCards    = "SELECT id FROM cards WHERE rider IN (" + seenRiders + ")"
	itsBookings = "SELECT id FROM bookings WHERE rider IN (" + itsRiders + ")"
	ownHorses   = "SELECT id FROM horses WHERE owner IN (" + seenRiders + ")"
	itsRequests = "SELECT id FROM requests WHERE household IN (" + itsOwn + ")"
	sharing     = "SELECT household FROM rider_shares WHERE rider IN (" + itsRiders + ")" // what these bought is theirs alone
	itsLines    = "SELECT id FROM invoice_lines WHERE invoice IN (" + itsInvoices + ") OR rider IN (" + itsRiders +
		") AND invoice NOT IN (SELECT id FROM invoices WHERE household IN (" + sharing + "))"
	itsReasons = "SELECT reason FROM cart_lines WHERE reason IS NOT NULL AND (cart IN (" + itsCarts + ") OR rider IN (" + itsRiders +
		")) UNION SELECT discount_reason FROM cart_lines WHERE discount_reason IS NOT NULL AND (cart IN (" + itsCarts + ") OR rider IN (" + itsRiders +
		")) UNION SELECT reason FROM paper_states WHERE reason IS NOT NULL AND rider IN (" + itsRiders +
		") UNION SELECT reason FROM withheld_links WHERE reason IS NOT NULL AND request IN (" + itsRequests +
		") UNION SELECT reason FROM dropped_promises WHERE request IN (" + itsRequests +
		") UNION SELECT reason FROM bookings WHERE reason IS NOT NULL AND rider IN (" + itsRiders +
		") UNION SELECT reason FROM horse_overrides WHERE booking IN (" + itsBookings +
		") UNION SELECT reason FROM card_movements WHERE reason IS NOT NULL AND card IN (SELECT id FROM cards WHERE rider IN (" + itsRiders +
		")) UNION SELECT reason FROM vouchers WHERE reason IS NOT NULL AND rider IN (" + itsRiders +
		") UNION SELECT reason FROM disputes WHERE invoice IN (" + itsInvoices +
		") UNION SELECT end_reason FROM disputes WHERE end_reason IS NOT NULL AND invoice IN (" + itsInvoices +
		") UNION SELECT reason FROM payouts WHERE reason IS NOT NULL AND id IN (SELECT payout FROM payout_payments WHERE payment IN (" + itsPayments +
		")) UNION SELECT reason FROM invoices WHERE reason IS NOT NULL AND household IN (" + itsOwn + ")"
)

// holdings decides for every table, in the order of an export. What is sealed
// has nothing erased: documents and receipts are kept as they were issued for
// as long as the law keeps them (PRODUCT section 2; C. com. L123-22).
var holdings = []holding{
	{table: "households", rows: "id IN (" + itsOwn + ")", order: "id",
		shown: "name kind email language note no_notices created_at", linked: "id import merged_into", quiet: "folded version created_by erased_at",
		erased: "name = ?2, email = '', note = '', folded = ''"},
	{table: "contacts", rows: "household IN (" + itsOwn + ")", order: "n",
		shown: "civility first_name surname relation mobile phone email pays emergency", quiet: "id household n", removed: true},
	{table: "addresses", rows: "household IN (" + itsOwn + ")", order: "id",
		shown: "recipient street extra postal_code town country company_id vat_number is_default", quiet: "id household", removed: true},
	{table: "riders", rows: "id IN (" + seenRiders + ")", order: "id",
		shown:  "civility sex first_name surname birth_date birth_place nationality mobile phone email address height_cm weight_kg medical photo_consent emergency_name emergency_phone note created_at",
		linked: "id level import", quiet: "household folded version created_by",
		erased: `civility = '', sex = '', surname = ?2, first_name = '—', birth_date = '', birth_place = '', nationality = '', mobile = '',
			phone = '', email = '', address = '', level = NULL, height_cm = 0, weight_kg = 0, medical = '', photo_consent = 0,
			emergency_name = '', emergency_phone = '', note = '', folded = ''`},
	{table: "rider_shares", rows: "rider IN (" + itsRiders + ") OR household IN (" + itsOwn + ")", order: "rider",
		shown: "shared_at", linked: "rider household", quiet: "shared_by", removed: true},
	{table: "licences", rows: "rider IN (" + seenRiders + ")", order: "id",
		shown: "kind number valid_from valid_through", linked: "rider invoice_line credit_note", quiet: "id", erased: "number = ''"},
	{table: "paper_states", rows: "rider IN (" + seenRiders + ")", order: "id",
		shown: "paper state expires set_at", linked: "rider reason", quiet: "id set_by", removed: true},
	{table: "scans", rows: "rider IN (" + seenRiders + ")", order: "id",
		shown: "name paper added_at", linked: "rider type content", quiet: "id bytes sha256 added_by removed_at removed_by", removed: true},
	{table: "actions", rows: "household IN (" + itsOwn + ")", order: "id",
		quiet: "id actor verb what about household steps lasting done_at undone_at", removed: true,
		why: "what a person here did last, by what the records shown above say"},
	{table: "terms_acceptances", rows: "household IN (" + itsOwn + ")", order: "accepted_at", shown: "version accepted_at", quiet: "household recorded_by"},
	{table: "cards", rows: "rider IN (" + seenRiders + ")", order: "id",
		shown: "name units months valid_from valid_through", linked: "id rider invoice_line", quiet: "offer n"},
	{table: "card_movements", rows: "card IN (" + itsCards + ")", order: "id",
		shown: "moved_at units balance why through", linked: "card credit_note booking reason", quiet: "id moved_by"},
	{table: "packages", rows: "rider IN (" + seenRiders + ")", order: "id", why: "numbers alone; what was bought is among the invoices",
		linked: "id rider invoice_line season weeks lessons of_lessons ended_day credit_note", quiet: "offer"},
	{table: "bookings", rows: "rider IN (" + seenRiders + ")", order: "id",
		shown: "by state booked_at ended_at", linked: "id lesson rider package card voucher invoice_line horse reason merged_from",
		quiet: "n held_until cart_line waiting booked_by ended_by given_up added moved_from"},
	{table: "horse_falls", rows: "rider IN (" + seenRiders + ")", order: "id",
		shown: "day note recorded_at", linked: "id rider horse", quiet: "recorded_by", erased: "note = ''"},
	{table: "horse_wishes", rows: "rider IN (" + seenRiders + ")", order: "rider, horse", why: "joins a rider and a horse",
		linked: "rider horse wish", removed: true},
	{table: "horse_overrides", rows: "booking IN (SELECT id FROM bookings WHERE rider IN (" + seenRiders + "))", order: "id",
		shown: "made_at", linked: "id booking horse limits reason", objects: "limits", quiet: "made_by"},
	{table: "horse_away", rows: "horse IN (" + ownHorses + ")", order: "id", shown: "first_day last_day why", linked: "horse", quiet: "id", erased: "why = ''"},
	{table: "horse_cares", rows: "horse IN (" + ownHorses + ")", order: "horse, kind", shown: "kind last_day due_day", linked: "horse every_weeks"},
	{table: "horses", rows: "owner IN (" + seenRiders + ")", order: "id", shown: "name note",
		linked: "id owner level_min level_max most_weight_kg lessons_a_day hours_a_week days_off", objects: "days_off", quiet: "folded archived version",
		erased: "owner = NULL, note = '', archived = 1"},
	{table: "vouchers", rows: "rider IN (" + seenRiders + ")", order: "id",
		shown: "why counts valid_from valid_through made_at", linked: "id rider season booking invoice_line reason", quiet: "made_by"},
	{table: "voucher_movements", rows: "voucher IN (SELECT id FROM vouchers WHERE rider IN (" + seenRiders + "))", order: "id",
		shown: "moved_at units balance why", linked: "voucher booking", quiet: "id moved_by"},
	{table: "waiting", rows: "rider IN (" + seenRiders + ")", order: "id", shown: "state made_at", linked: "id lesson series rider", quiet: "offered_until made_by cart_line",
		erased: "state = CASE WHEN state IN ('waiting', 'offered') THEN 'left' ELSE state END, offered_until = ''"},
	{table: "outbox", rows: "household IN (" + itsOwn + ")", order: "id",
		shown: "made_at kind subject body state told_at", linked: "lesson", quiet: "id household language riders says made_by told_by", erased: "subject = '', body = '', riders = '', says = '[]', state = CASE state WHEN 'waiting' THEN 'dropped' ELSE state END"},
	{table: "outgoing", rows: "message IN (SELECT id FROM outbox WHERE household IN (" + itsOwn + "))", order: "message",
		shown: "state address changed_at", linked: "message", quiet: "attempts next_at fault says changed_by goes_to answers message_id",
		erased: "address = '', goes_to = '', answers = '', says = '', state = CASE state WHEN 'waiting' THEN 'dropped' ELSE state END"},
	{table: "outgoing_papers", rows: "message IN (SELECT id FROM outbox WHERE household IN (" + itsOwn + "))", order: "message, invoice",
		why: "which paper a message carried; both are shown above", linked: "message invoice copy"},
	{table: "outgoing_receipts", rows: "message IN (SELECT id FROM outbox WHERE household IN (" + itsOwn + "))", order: "message, payment",
		why: "which receipt a message carried; both are shown above", linked: "message payment copy"},
	{table: "sent_copies", rows: "message IN (SELECT id FROM outbox WHERE household IN (" + itsOwn + "))", order: "message",
		why: "a message as it left, until the mailbox has its copy; it is shown above", linked: "message", quiet: "letter sent_at attempts next_at fault params", removed: true},
	{table: "outgoing_links", rows: "message IN (SELECT id FROM outbox WHERE household IN (" + itsOwn + "))", order: "message",
		why: "which link a message gave out; both are shown", linked: "message request"},
	{table: "outgoing_closings", why: "which closing of the club a message to none of its families carried", quiet: "message closing"},
	{table: "notices", rows: "household IN (" + itsOwn + ")", order: "message, kind, thing, day",
		why: "what a message was about, which is shown above", linked: "message kind thing day", quiet: "household"},
	{table: "mail_files", rows: "mail IN (SELECT id FROM mails WHERE household IN (" + itsOwn + "))", order: "mail, n",
		shown: "name", linked: "mail type content", quiet: "n bytes", removed: true},
	{table: "mails", rows: "household IN (" + itsOwn + ")", order: "id",
		shown: "written_at sender subject body state", linked: "id reply", quiet: "message_id hash sender_name answer_to arrived_at facts household tied found ended_at ended_by",
		erased: "message_id = '', sender_name = '', sender = '', answer_to = '', subject = '', body = '', facts = '{}', found = '[]', state = CASE state WHEN 'new' THEN 'filed' ELSE state END"},
	{table: "mailbox", why: "how far the club's mailbox was read", quiet: "id account validity uid begun_at read_at trouble"},
	{table: "enrolment_answers", rows: "rider IN (" + seenRiders + ")", order: "activity, rider, question",
		shown: "asked answer given_at", linked: "activity rider", quiet: "question given_by", removed: true},
	{table: "carts", rows: "household IN (" + itsOwn + ")", order: "id",
		shown: "created_at changed_at state promo awaits", linked: "id invoice", quiet: "household expires_at kept_until created_by",
		erased: "state = CASE WHEN state IN ('open', 'parked') THEN 'dropped' ELSE state END"},
	{table: "cart_lines", rows: "cart IN (" + itsCarts + ") OR rider IN (" + itsRiders + ") AND cart NOT IN (SELECT id FROM carts WHERE household IN (" + sharing + "))", order: "id",
		why: "numbers alone; what was bought is among the invoices", linked: "quantity cents cart rider offer reason discount discount_reason",
		objects: "discount", quiet: "id seats lost"},
	// The chain knows a reason by its salted hash, which nothing answers to once
	// text and salt are gone (PRODUCT section 9, Seal).
	{table: "reasons", rows: "id IN (" + itsReasons + ")", order: "id", shown: "text", linked: "id", quiet: "salt", erased: "text = '', salt = ''"},
	{table: "invoices", rows: "household IN (" + itsOwn + ")", order: "id",
		shown:  "kind number day due_day total_cents buyer reference language terms_version terms_at licence_terms_version licence_terms_at issued_at",
		linked: "id original reason import", objects: "buyer",
		quiet: "series year n order_ref household now_cents kept_cents on_account seller mentions paper snapshot training issued_by till"},
	{table: "invoice_lines", rows: "id IN (" + itsLines + ")", order: "invoice, n",
		shown: "rider_name text detail quantity unit_cents cents", linked: "id invoice rider original kind terms seats discount", objects: "terms seats discount",
		quiet: "n offer now_cents base withdraws carried_cents account"},
	{table: "invoice_dues", rows: "invoice IN (" + itsInvoices + ")", order: "invoice, n", shown: "day cents", linked: "invoice", quiet: "n"},
	{table: "gift_cards", rows: "invoice_line IN (" + itsLines + ")", order: "id", why: "the code is its holder's; what was bought is among the invoices",
		linked: "id invoice_line cents valid_from valid_through", quiet: "n code salt months"},
	{table: "gift_card_movements", rows: "gift_card IN (SELECT id FROM gift_cards WHERE invoice_line IN (" + itsLines + "))", order: "id",
		why: "who spent it may be another household; its own payments are shown", linked: "gift_card cents balance why moved_at payment credit_note", quiet: "id moved_by"},
	{table: "payments", rows: "household IN (" + itsOwn + ")", order: "id",
		shown: "receipt day way back cents tendered_cents detail received_at", linked: "id sale refundable", objects: "detail",
		quiet: "household paper received_by till"},
	{table: "allocations", rows: "invoice IN (" + itsInvoices + ") OR payment IN (" + itsPayments + ")", order: "id",
		shown: "day cents", linked: "invoice payment credit_note kept", quiet: "id allocated_at allocated_by whole"},
	{table: "withdrawals", rows: "payment IN (" + itsPayments + ")", order: "payment, n", why: "joins money that went back to what it came from",
		linked: "payment source credit_note cents", quiet: "n"},
	{table: "requests", rows: "household IN (" + itsOwn + ")", order: "id",
		shown: "kind way cents state until_day created_at url", linked: "id", quiet: "household created_by"},
	{table: "request_carts", rows: "request IN (" + itsRequests + ")", order: "request", why: "joins a request and a cart that are shown",
		linked: "request cart reference", quiet: "language"},
	{table: "aids", rows: "household IN (" + itsOwn + ")", order: "id",
		shown:  "name payer number valid_through cents state claimed_day received_day received_cents noted_at",
		linked: "id rider payment", quiet: "kind household noted_by"},
	{table: "aid_returns", rows: "aid IN (SELECT id FROM aids WHERE household IN (" + itsOwn + "))", order: "id", why: "joins an aid and what went back to its payer",
		linked: "id aid day cents way number returned_at", quiet: "returned_by"},
	{table: "withheld_links", rows: "request IN (" + itsRequests + ")", order: "request", why: "joins a request, a reason and a day",
		linked: "request released_at reason", quiet: "released_by"},
	{table: "provider_links", rows: "request IN (" + itsRequests + ")", order: "request",
		shown: "provider url state", linked: "request", quiet: "shop account key ref problem detail tries next_at looked_at ends_at closed_at lapsed pending_since"},
	{table: "link_payments", rows: "request IN (" + itsRequests + ")", order: "id",
		shown: "provider ref cents currency refunded back paid_at state", linked: "request payment", quiet: "id why seen_at done_by test"},
	{table: "link_returns", rows: "payment IN (" + itsPayments + ")", order: "payment", why: "joins what came by a link and a payment that are shown",
		linked: "payment link_payment"},
	{table: "held_money", rows: "payment IN (" + itsPayments + ")", order: "payment", why: "joins a payment, who held it and a day",
		linked: "payment brought_day", quiet: "holder brought_at brought_by"},
	{table: "invoice_plans", rows: "invoice IN (" + itsInvoices + ")", order: "id", shown: "dues", linked: "invoice", objects: "dues", quiet: "id made_at made_by"},
	{table: "reminders", rows: "household IN (" + itsOwn + ")", order: "id",
		shown: "day how subject body", linked: "id message", quiet: "household language made_at made_by", erased: "subject = '', body = ''"},
	{table: "reminded", rows: "invoice IN (" + itsInvoices + ")", order: "reminder, invoice", why: "joins a reminder and an invoice",
		linked: "reminder invoice level cents"},
	{table: "disputes", rows: "invoice IN (" + itsInvoices + ")", order: "id",
		shown: "day ended_at", linked: "invoice reason end_reason", quiet: "id opened_at opened_by ended_by"},
	{table: "deposited_cheques", rows: "payment IN (" + itsPayments + ")", order: "payment, slip", why: "joins a payment and the slip it went to the bank with",
		linked: "payment slip", quiet: "n"},
	{table: "statement_lines", rows: "id IN (SELECT line FROM line_payments WHERE payment IN (" + itsPayments + "))", order: "id",
		shown: "day value_day cents reference name iban text", linked: "id", quiet: "statement key reference_kind returned slip ignored",
		erased: "name = '', iban = '', text = '', reference = ''"},
	{table: "statement_repeats", rows: "key IN (SELECT l.key FROM statement_lines l JOIN line_payments x ON x.line = l.id WHERE x.payment IN (" + itsPayments + "))", order: "statement, n",
		shown: "day value_day cents reference name iban text", quiet: "statement n key own reference_kind returned",
		erased: "name = '', iban = '', text = '', reference = ''"},
	{table: "payout_payments", rows: "payment IN (" + itsPayments + ")", order: "payment, payout", why: "joins a payment and the line of the bank that paid it out",
		linked: "payment payout", quiet: "n"},
	{table: "line_payments", rows: "payment IN (" + itsPayments + ")", order: "payment", why: "joins a payment and the bank's line it came with", linked: "payment line"},
	{table: "bank_payers", rows: "household IN (" + itsOwn + ")", order: "payer", shown: "payer", quiet: "household", removed: true},
	{table: "dropped_promises", rows: "request IN (" + itsRequests + ")", order: "request", why: "joins a request, a reason and a day",
		linked: "request dropped_at reason", quiet: "dropped_by"},
	{table: "withheld_riders", why: "joins two that are shown", quiet: "request rider"},
	{table: "prints", rows: "CASE doc_kind WHEN 'invoice' THEN doc IN (" + itsInvoices + ") ELSE doc IN (" + itsPayments + ") END", order: "id",
		shown: "doc_kind copy printed_at", linked: "doc", quiet: "id printed_by"},
	{table: "entries", rows: "invoice IN (" + itsInvoices + ") OR payment IN (" + itsPayments + ")", order: "id",
		shown: "day journal text", linked: "id invoice payment"},
	{table: "journal", rows: "doc IN (SELECT number FROM invoices WHERE id IN (" + itsInvoices + ") UNION SELECT receipt FROM payments WHERE id IN (" + itsPayments +
		")) OR json_extract(line, '$.payload.household') IN (" + itsOwn + ") OR kind = 'rider.moved' AND json_extract(line, '$.payload.rider') IN (" + itsRiders +
		") OR kind = 'household.merged' AND EXISTS (SELECT 1 FROM json_each(line, '$.payload.stands') s WHERE json_extract(s.value, '$.household') IN (" + itsOwn + "))", order: "seq",
		shown: "seq at kind doc", linked: "line hash", objects: "line", quiet: "prev"},
	{table: "imports", rows: "id IN (SELECT import FROM households WHERE id IN (" + itsOwn + ") UNION SELECT import FROM riders WHERE id IN (" + itsRiders + "))", order: "id",
		shown: "file imported_at", linked: "id", quiet: "sha256 lines riders households known columns proper_names lost_zeros country kind day vat openings imported_by undone_at undone_by"},
	{table: "import_lines", rows: "id IN (SELECT value FROM json_each(?3))", order: "id",
		shown: "line cells", linked: "import mend", objects: "cells mend", quiet: "id", removed: true},
	{table: "merges", rows: "kept IN (" + itsOwn + ")", order: "id", shown: "merged_at", linked: "kept merged", quiet: "id version trail merged_by"},

	{table: "answers", rows: "1", why: "repeats for 30 days what the desk was shown; whose it is is not told apart",
		quiet: "actor key hash answer at", erased: "answer = ''"},
	{table: "actions", rows: "1", why: "repeats each person's last actions, to be undone; a name in them may be anybody's",
		quiet: "id actor verb what about household steps lasting done_at undone_at", removed: true},
	{table: "drafts", rows: "1", why: "what a person here typed and has not sent, for seven days; a name in it may be anybody's",
		quiet: "staff form text kept_at", removed: true},
	{table: "unprinted", rows: "1", why: "papers a printer has not got, until somebody prints or leaves them; a name among them may be anybody's",
		quiet: "id path key kind file opening code printer at staff", removed: true},
	{table: "invoice_parts", why: "figures of a line that is shown", quiet: "line n label vat kind rate cents"},
	{table: "invoice_vat", why: "figures of an invoice that is shown", quiet: "invoice vat kind rate gross_cents net_cents vat_cents"},
	{table: "postings", why: "figures of an entry that is shown", quiet: "entry n role debit_cents credit_cents household"},
	{table: "deferrals", why: "figures of a line that is shown", quiet: "line document cents"},
	{table: "recognitions", why: "figures of a line that is shown", quiet: "line entry gone of_units cents"},
	{table: "till_events", why: "what the club's own till held", quiet: "id kind day pieces expected_cents cents float_cents reason salt entry at by"},
	{table: "payouts", why: "payments of many families, as a provider, a terminal or an issuer of vouchers paid them to the club", quiet: "id line slip day cards cents fee made_at made_by back_day back_at back_by reason"},
	{table: "deposit_slips", why: "cheques of many families, at the bank of the club, or vouchers at their issuer", quiet: "id way faces day iban cents made_at made_by back_day back_at back_by"},
	{table: "statements", why: "the club's own account",
		quiet: "id import file format account opening_cents closing_cents first_day last_day lines known known_cents pending read_at read_by by_mail mail"},
	{table: "bank_columns", why: "the club's own", quiet: "headings choices"},
	{table: "closings", why: "totals of the club", quiet: "id kind n from_day day seq body signature key closed_at closed_by"},
	{table: "settlements", why: "follows from invoices and allocations", quiet: "invoice settled_cents credited_cents covered_cents written_cents next_due_day"},
	{table: "aid_invoices", why: "joins two that are shown", quiet: "aid invoice"},
	{table: "request_invoices", why: "joins two that are shown", quiet: "request invoice"},
	{table: "settings", why: "the club's own", quiet: "section body version updated_at updated_by"},
	{table: "seasons", why: "the club's own", quiet: "id name first_day last_day ages_day cut_off_minutes voucher_hours voucher_months vouchers_a_season"},
	{table: "levels", why: "the federations'", quiet: "id federation code label rank aliases retired version"},
	{table: "offers", why: "the club's own",
		quiet: "id kind name detail season price_cents deposit_kind deposit_value age_min age_max terms archived position folded version needs_file enrolling link level_min level_max audience contact pay keeps_stock low_stock needs_package sales_account follows"},
	{table: "stock_movements", why: "the club's own goods; what was bought is among the invoices",
		quiet: "id offer units why reason invoice_line credit_note moved_at moved_by"},
	{table: "package_moves", why: "numbers alone; the places it took are among the bookings",
		quiet: "id package day leaves takes lessons short kept_cents credit_note"},
	{table: "reenrolments", why: "numbers alone; the places it keeps are among the bookings", quiet: "package season cart_line"},
	{table: "package_series", why: "joins a package that is shown and the plan", quiet: "package series"},
	{table: "offer_parts", why: "the club's own", quiet: "offer n label vat cents"},
	{table: "staff", why: "who works at the club, no household", quiet: "id name role active pin version teaches"},
	{table: "instructor_hours", why: "who works at the club, no household", quiet: "staff weekday start finish"},
	{table: "instructor_leave", why: "who works at the club, no household", quiet: "id staff first_day last_day start finish"},
	{table: "arenas", why: "the club's own", quiet: "id name shared archived position version"},
	{table: "closed_days", why: "the club's own", quiet: "id kind name first_day last_day weekday source version"},
	{table: "series", why: "the club's own",
		quiet: "id season kind name weekday start minutes every_weeks first_day last_day arena instructor level_min level_max age_min age_max capacity min_group in_holidays on_public version follows"},
	{table: "plan_days", why: "when the plan of a day last changed", quiet: "day lessons places"},
	{table: "lessons", why: "the club's own; who rode in one is among the bookings",
		quiet: "id series activity season kind name day week start minutes arena instructor level_min level_max age_min age_max capacity min_group state on_demand own reason version shut kept left_out"},
	{table: "preferences", why: "who works at the club, no household", quiet: "staff name value"},
	{table: "pin_failures", why: "who works at the club, no household", quiet: "id staff at"},
	{table: "daily_check", why: "how the books were found last", quiet: "id day entries whole faults seq code"},
	{table: "revision", why: "counts writes", quiet: "id n unswept"},
	{table: "goose_db_version", why: "the schema's", quiet: "id version_id is_applied tstamp"},
	{table: "sqlite_sequence", why: "the schema's", quiet: "name seq"},
}
