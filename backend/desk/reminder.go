package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"paddock/backend/bank"
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// ToRemind is an invoice that is late, and whether its family is reminded of it.
type ToRemind struct {
	Invoice   billing.InvoiceID `json:"invoice"`
	Number    string            `json:"number"`
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family"`
	Mobile    string            `json:"mobile" doc:"Whom to call; empty when nobody gave a number"`
	How       string            `json:"how" enum:"mail,letter" doc:"By mail where the club sends and the family has an address"`
	Due       calendar.Day      `json:"dueDay" doc:"The first due day that is not covered"`
	LateDays  int               `json:"lateDays"`
	Cents     money.Cents       `json:"cents" doc:"What is late, less what is promised, awaited from an aid, under way by a link, or the family has as credit"`
	Level     int               `json:"level" doc:"Of the next reminder; 0 when none is left"`
	From      calendar.Day      `json:"fromDay" doc:"The first day for it"`
	Done      int               `json:"done" doc:"Level of the last reminder; 0 for none"`
	Last      calendar.Day      `json:"lastDay" doc:"When it went"`
	Why       string            `json:"why" enum:",disputed,promised,aid,underWay,credit,early,last" doc:"Why it is not reminded now; early and last are only a matter of time"`
	Reason    string            `json:"reason" doc:"Of a dispute"`

	late sqlite.LateInvoice
}

// mayRemind reports whether a person may remind of it: never of what is disputed,
// promised, awaited from an aid, under way by a link or covered by the family's credit.
func (r ToRemind) mayRemind() bool { return r.Why == "" || r.Why == "early" || r.Why == "last" }

// toRemind tells of everything late whether it is reminded, the longest late first.
func toRemind(tx *sqlite.Tx, c clubNow) ([]ToRemind, error) {
	late, err := tx.LateInvoices(c.today)
	if err != nil {
		return nil, err
	}
	coming, err := comingFor(tx, c, late)
	rows := make([]ToRemind, 0, len(late))
	for _, l := range late {
		r := ToRemind{
			Invoice: l.Invoice, Number: l.Number, Household: l.Household, Family: l.Family, Mobile: l.Mobile, How: "letter", Due: l.Due,
			LateDays: l.Due.DaysUntil(c.today), Cents: l.Late, Done: l.Done.Level, Last: l.Done.Last, Reason: l.Disputed, late: l,
		}
		if c.Mail.Sending && l.Email != "" {
			r.How = "mail"
		}
		r.Level, r.From = billing.NextReminder(c.Reminders, l.Done, l.Due)
		for _, by := range coming[l.Invoice] {
			if r.Cents -= by.cents; r.Cents <= 0 {
				r.Why = by.why
				break
			}
		}
		switch {
		case l.IsDispute:
			r.Why = "disputed"
		case r.Why != "":
		case r.Level == 0:
			r.Why = "last"
		case r.From > c.today:
			r.Why = "early"
		}
		rows = append(rows, r)
	}
	return rows, err
}

// comes is an amount that comes for an invoice without anybody being reminded, and
// why.
type comes struct {
	why   string
	cents money.Cents
}

// comingFor spreads what is promised, then what aids are announced for, then what is
// under way by a link, then the credit a family has, over the invoices each is for, the oldest first and none for
// more than it asks: an amount is counted once.
func comingFor(tx *sqlite.Tx, c clubNow, late []sqlite.LateInvoice) (map[billing.InvoiceID][]comes, error) {
	coming, said := map[billing.InvoiceID][]comes{}, map[billing.InvoiceID]money.Cents{}
	spread := func(why string, cents money.Cents, over []billing.Open) {
		for _, o := range over {
			part := min(cents, o.Remaining-said[o.Invoice])
			if part <= 0 {
				continue
			}
			cents -= part
			said[o.Invoice] += part
			coming[o.Invoice] = append(coming[o.Invoice], comes{why, part})
		}
	}
	announced, err := tx.Announcements(c.today)
	if err != nil {
		return nil, err
	}
	for _, a := range announced {
		why := "promised"
		if a.Aid {
			why = "aid"
		}
		spread(why, a.Cents, a.Invoices)
	}
	links, err := tx.LinksUnderWay(0)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		spread("underWay", l.Cents, l.Invoices)
	}
	seen := map[club.HouseholdID]bool{}
	for _, l := range late {
		if seen[l.Household] {
			continue
		}
		seen[l.Household] = true
		has, _, err := credit(tx, l.Household)
		if err != nil || has <= 0 {
			if err != nil {
				return nil, err
			}
			continue
		}
		open, err := tx.OpenInvoices(l.Household)
		if err != nil {
			return nil, err
		}
		spread("credit", has, open)
	}
	return coming, nil
}

// ToRemindCount is what there is to remind of today, for the to-do.
type ToRemindCount struct {
	N     int         `json:"n"`
	Cents money.Cents `json:"cents"`
	Days  int         `json:"days" doc:"How late the oldest of it is"`
}

func toRemindNow(tx *sqlite.Tx, c clubNow) (count ToRemindCount, err error) {
	rows, err := toRemind(tx, c)
	for _, r := range rows {
		if r.Why == "" {
			count.N, count.Cents, count.Days = count.N+1, count.Cents+r.Cents, max(count.Days, r.LateDays)
		}
	}
	return count, err
}

// ToRemind lists what is late, and whether it is reminded; of one family where the
// query is of one.
func (d *Desk) ToRemind() List[ToRemind] {
	return listed(d, "reminders", "remind.title", remindColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]ToRemind, error) {
		rows, err := toRemind(tx, l.clubNow)
		return slices.DeleteFunc(rows, func(r ToRemind) bool { return q.Of != 0 && r.Household != club.HouseholdID(q.Of) }), err
	})
}

var remindColumns = []column[ToRemind]{
	{"today.col.family", exchange.Text, func(_ listing, r ToRemind) any { return r.Family }},
	{"list.invoice", exchange.Text, func(_ listing, r ToRemind) any { return r.Number }},
	{"remind.due", exchange.Day, func(_ listing, r ToRemind) any { return r.Due }},
	{"remind.level", exchange.Text, func(l listing, r ToRemind) any { return l.remindText(r) }},
	{"remind.how", exchange.Text, func(l listing, r ToRemind) any { return l.say("remind.how."+r.How, nil) }},
	{"today.col.amount", exchange.Cents, func(_ listing, r ToRemind) any { return max(r.Cents, 0) }},
}

// remindText says which reminder comes, or why none does.
func (l listing) remindText(r ToRemind) string {
	if r.Why != "" {
		return l.say("remind.why."+r.Why, locale.Params{"fromDay": string(r.From)})
	}
	return l.say("remind.next", locale.Params{"level": r.Level})
}

// ToPhone is a family to call about what is late.
type ToPhone struct {
	Household club.HouseholdID    `json:"household"`
	Family    string              `json:"family"`
	Mobile    string              `json:"mobile"`
	Cents     money.Cents         `json:"cents"`
	LateDays  int                 `json:"lateDays" doc:"Of what is late longest"`
	Numbers   []string            `json:"numbers" nullable:"false"`
	Invoices  []billing.InvoiceID `json:"invoices" nullable:"false"`
	Done      int                 `json:"done" doc:"Level of the last reminder; 0 for none"`
	Last      calendar.Day        `json:"lastDay"`
	Called    calendar.Day        `json:"calledDay" doc:"When somebody phoned last"`
}

// ToPhone lists the families to call about what is late, one line a family, the
// latest first; what is disputed, promised or awaited from an aid is not of it.
func (d *Desk) ToPhone() List[ToPhone] {
	return listed(d, "reminders", "remind.phone", phoneColumns, func(tx *sqlite.Tx, l listing, _ ListQuery) ([]ToPhone, error) {
		rows, err := toRemind(tx, l.clubNow)
		families := []ToPhone{}
		for _, r := range rows {
			if !r.mayRemind() {
				continue
			}
			at := slices.IndexFunc(families, func(f ToPhone) bool { return f.Household == r.Household })
			if at < 0 {
				at = len(families)
				families = append(families, ToPhone{Household: r.Household, Family: r.Family, Mobile: r.Mobile})
			}
			f := &families[at]
			f.Cents, f.LateDays, f.Done = f.Cents+r.Cents, max(f.LateDays, r.LateDays), max(f.Done, r.Done)
			f.Last, f.Called = max(f.Last, r.Last), max(f.Called, r.late.Called)
			f.Numbers, f.Invoices = append(f.Numbers, r.Number), append(f.Invoices, r.Invoice)
		}
		slices.SortStableFunc(families, func(a, b ToPhone) int { return cmp.Compare(b.LateDays, a.LateDays) })
		return families, err
	})
}

var phoneColumns = []column[ToPhone]{
	{"today.col.family", exchange.Text, func(_ listing, r ToPhone) any { return r.Family }},
	{"remind.numbers", exchange.Text, func(_ listing, r ToPhone) any { return strings.Join(r.Numbers, ", ") }},
	{"remind.lateDays", exchange.Int, func(_ listing, r ToPhone) any { return r.LateDays }},
	{"remind.done", exchange.Int, func(_ listing, r ToPhone) any { return limitOf(r.Done) }},
	{"remind.called", exchange.Day, func(_ listing, r ToPhone) any { return r.Called }},
	{"families.column.mobile", exchange.Text, func(_ listing, r ToPhone) any { return r.Mobile }},
	{"today.col.amount", exchange.Cents, func(_ listing, r ToPhone) any { return r.Cents }},
}

// Remind is which invoices their families are reminded of, each family once.
type Remind struct {
	Invoices []billing.InvoiceID `json:"invoices" nullable:"false"`
	Phoned   bool                `json:"phoned,omitempty" doc:"Somebody called about them: nothing is written"`
}

// Reminded is what reminders were made.
type Reminded struct {
	Families int     `json:"families"`
	Letters  []int64 `json:"letters" nullable:"false" doc:"Reminders to print"`
	Mails    int     `json:"mails" doc:"Reminders that go by mail, with what is late"`
}

// Remind writes to each family of these invoices what is late, at the level of the
// one that was reminded most, by mail where the club sends and the family has an
// address, else as a letter. What is disputed, promised or awaited from an aid is refused.
func (d *Desk) Remind(ctx context.Context, req Request, in Remind) (Reminded, error) {
	return write(ctx, d, req, "remind", in, func(tx *sqlite.Tx) (Reminded, error) {
		made := Reminded{Letters: []int64{}}
		c, err := loadClub(tx)
		if err != nil {
			return made, err
		}
		if len(in.Invoices) == 0 {
			return made, club.Refuse(club.CodeRequired).On("invoices")
		}
		all, err := toRemind(tx, c)
		if err != nil {
			return made, err
		}
		families, of := []club.HouseholdID{}, map[club.HouseholdID][]ToRemind{}
		for _, id := range in.Invoices {
			at := slices.IndexFunc(all, func(r ToRemind) bool { return r.Invoice == id })
			if at < 0 || !all[at].mayRemind() {
				return made, notToRemind(tx, id, all, at)
			}
			r := all[at]
			if r.Last == c.today && !in.Phoned { // from another desk, or a moment ago
				return made, club.Refuse(club.CodeRemindedToday).On("invoices").With("number", r.Number)
			}
			if of[r.Household] == nil {
				families = append(families, r.Household)
			}
			of[r.Household] = append(of[r.Household], r)
		}
		for _, id := range families {
			if err := remind(tx, c, req.Actor, of[id], in.Phoned, &made); err != nil {
				return made, err
			}
		}
		made.Families = len(families)
		return made, nil
	})
}

func notToRemind(tx *sqlite.Tx, id billing.InvoiceID, all []ToRemind, at int) error {
	doc, err := tx.Document(id)
	if err != nil {
		return refused(err, club.CodeInvoiceNotFound)
	}
	if at < 0 {
		return club.Refuse(club.CodeNotLate).On("invoices").With("number", doc.Number)
	}
	code := map[string]club.Code{"disputed": club.CodeDisputed, "promised": club.CodeIsPromised, "aid": club.CodeAidAwaited, "credit": club.CodeHasCredit}[all[at].Why]
	return club.Refuse(code).On("invoices").With("number", doc.Number)
}

func remind(tx *sqlite.Tx, c clubNow, actor club.Actor, rows []ToRemind, phoned bool, made *Reminded) error {
	first := rows[0]
	r := sqlite.Reminder{Household: first.Household, Day: c.today, How: first.How, Language: first.late.Language}
	if !r.Language.Valid() {
		r.Language = c.Identity.Language
	}
	late, levels, top := []sqlite.LateInvoice{}, []int{}, 0
	for _, one := range rows {
		one.late.Late = one.Cents
		level := cmp.Or(one.Level, len(c.Reminders))
		late, levels, top = append(late, one.late), append(levels, level), max(top, level)
	}
	switch {
	case phoned:
		r.How, levels = "phone", make([]int, len(rows))
	case top == 0: // the club has no levels
		return club.Refuse(club.CodeNoReminders)
	default:
		level := c.Reminders[top-1]
		r.Subject, r.Body = level.Subject.In(r.Language), reminderBody(c, r.Language, level.Text.In(r.Language), late)
	}
	id, err := tx.InsertReminder(r, late, levels, actor)
	switch {
	case err != nil || phoned:
		return err
	case r.How == "letter":
		made.Letters = append(made.Letters, id)
		return nil
	}
	made.Mails++
	message, err := tx.MessageOfReminder(id)
	for _, one := range late {
		if err == nil {
			err = mailPaper(tx, actor, message, one.Invoice)
		}
		if errors.Is(err, club.Refuse(club.CodeNotAnInvoice)) { // what was owed in the old program has no paper
			err = nil
		}
	}
	return err
}

// reminderBody is the club's words, what is late, and how it is paid.
func reminderBody(c clubNow, lang locale.Lang, text string, late []sqlite.LateInvoice) string {
	say := func(key string, params locale.Params) string { return locale.Text(lang, key, params) }
	lines := []string{say("reminder.hello", nil), "", text, ""}
	sum := money.Cents(0)
	for i, l := range late {
		sum += l.Late
		lines = append(lines, say("reminder.line", locale.Params{"number": l.Number, "ofDay": string(l.Day), "dueDay": string(l.Due), "lateCents": int64(l.Late)}))
		if l.Reference != "" && c.Identity.IBAN != "" {
			lines = append(lines, say("reminder.reference", locale.Params{"reference": l.Reference}))
		}
		shared := slices.ContainsFunc(late[i+1:], func(other sqlite.LateInvoice) bool { return other.Link == l.Link })
		if l.Link != "" && !shared { // once, under the last it is for
			lines = append(lines, say("reminder.link", locale.Params{"url": l.Link}))
		}
	}
	if len(late) > 1 {
		lines = append(lines, say("reminder.sum", locale.Params{"sumCents": int64(sum)}))
	}
	if c.Identity.IBAN != "" {
		lines = append(lines, "", say("reminder.account", locale.Params{"iban": bank.IBAN(c.Identity.IBAN).String()}))
	}
	return strings.Join(append(lines, "", say("reminder.free", nil), "", c.Identity.Name, joinSentences(c.Identity.Phone, c.Identity.Email)), "\n")
}

// checkReminders cleans the levels: each later than the one before.
func checkReminders(_ *sqlite.Tx, _ clubNow, in []club.ReminderLevel) ([]club.ReminderLevel, error) {
	var f form
	levels := []club.ReminderLevel{}
	if len(in) > mostLevels {
		f.fail(club.Refuse(club.CodeTooMany).On("reminders").With("max", mostLevels))
	}
	before := 0
	for i, level := range in {
		f.within("reminders", i, func(f *form) {
			f.figure("days", int64(level.Days), int64(before+1), 365)
			f.texts("subject", &level.Subject, locale.French)
			f.texts("text", &level.Text, locale.French)
		})
		before = level.Days
		levels = append(levels, level)
	}
	return levels, f.err
}

// mostLevels bounds the reminders of a club.
const mostLevels = 5

// SaveReminders changes the levels of reminders, for those to come.
func (d *Desk) SaveReminders(ctx context.Context, req Request, in Change[[]club.ReminderLevel]) (SettingsView, error) {
	return saveSection(ctx, d, req, sqlite.SectionReminders, in, checkReminders)
}
