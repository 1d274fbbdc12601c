package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Certificate says what a family paid itself for a rider in a period, for a works
// council or a tax office: no aid, no gift card, nothing that was given back.
type Certificate struct {
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family"`
	Rider     club.RiderID      `json:"rider"`
	Name      string            `json:"name"`
	BirthDate calendar.Day      `json:"birthDate"`
	From      calendar.Day      `json:"from"`
	To        calendar.Day      `json:"to"`
	Lines     []CertificateLine `json:"lines" nullable:"false" doc:"By day"`
	Total     money.Cents       `json:"totalCents"`
}

// CertificateLine is what was paid for a line of an invoice on a day.
type CertificateLine struct {
	Day     calendar.Day      `json:"day"`
	Invoice billing.InvoiceID `json:"invoice"`
	Number  string            `json:"number"`
	Text    string            `json:"text"`
	Cents   money.Cents       `json:"cents" doc:"Below nothing where it was given back"`
}

// CertificateOf is whose certificate of which days.
type CertificateOf struct {
	Rider club.RiderID
	StatementDays
}

// Certificate works out what a household paid for one of its riders.
func (d *Desk) Certificate(ctx context.Context, id club.HouseholdID, of CertificateOf) (Certificate, error) {
	return read(ctx, d, "account", func(tx *sqlite.Tx) (Certificate, error) {
		made, _, err := certificate(tx, id, of)
		return made, err
	})
}

func certificate(tx *sqlite.Tx, id club.HouseholdID, of CertificateOf) (made Certificate, home club.Household, err error) {
	if _, err := calendar.ParseDay(string(of.From)); err != nil {
		return made, home, club.Refuse(club.CodeBadDay).On("from")
	}
	if _, err := calendar.ParseDay(string(of.To)); err != nil || of.To < of.From {
		return made, home, club.Refuse(club.CodeBadDay).On("to")
	}
	if home, err = tx.Household(id); err != nil {
		return made, home, refused(err, club.CodeHouseholdNotFound)
	}
	rider, err := tx.Rider(of.Rider)
	if err != nil {
		return made, home, refused(err, club.CodeRiderNotFound)
	}
	made = Certificate{
		Household: home.ID, Family: home.Name, Rider: rider.ID, Name: joinSentences(rider.FirstName, rider.Surname), BirthDate: rider.BirthDate,
		From: of.From, To: of.To, Lines: []CertificateLine{},
	}
	docs, err := tx.InvoicesNaming(home.ID, rider.ID)
	if err != nil {
		return made, home, err
	}
	for _, doc := range docs {
		steps, err := lineSteps(tx, doc)
		if err != nil {
			return made, home, err
		}
		for _, paid := range billing.PaidByLine(doc, steps) {
			line := doc.Lines[paid.Line]
			if line.Rider != rider.ID || paid.Day < of.From || paid.Day > of.To {
				continue
			}
			made.Total += paid.Cents
			at := slices.IndexFunc(made.Lines, func(l CertificateLine) bool {
				return l.Invoice == doc.ID && l.Day == paid.Day && l.Text == line.Text
			})
			if at < 0 {
				at = len(made.Lines)
				made.Lines = append(made.Lines, CertificateLine{Day: paid.Day, Invoice: doc.ID, Number: doc.Number, Text: line.Text})
			}
			made.Lines[at].Cents += paid.Cents
		}
	}
	made.Lines = slices.DeleteFunc(made.Lines, func(l CertificateLine) bool { return l.Cents == 0 })
	slices.SortStableFunc(made.Lines, func(a, b CertificateLine) int { return cmp.Compare(a.Day, b.Day) })
	return made, home, nil
}

// lineSteps are what covered an invoice and the credit notes over it, in order.
// What was written off covers nothing.
func lineSteps(tx *sqlite.Tx, doc billing.Document) ([]billing.LineStep, error) {
	notes, err := tx.CreditNotesOver(doc.ID)
	if err != nil {
		return nil, err
	}
	allocations, err := tx.AllocationsTo(doc.ID)
	if err != nil {
		return nil, err
	}
	allocated, err := tx.AllocatedAt(doc.ID)
	if err != nil {
		return nil, err
	}
	type timed struct {
		billing.LineStep
		at time.Time
	}
	steps := []timed{}
	for _, a := range allocations {
		step := timed{billing.LineStep{Day: a.Day, Cents: a.Cents, Own: !a.Kept, From: -int64(a.CreditNote)}, allocated[a.ID]}
		if a.Payment != 0 {
			p, err := tx.Payment(a.Payment)
			if err != nil {
				return nil, err
			}
			if p.Way == billing.WrittenOff {
				continue
			}
			step.Own, step.Rider, step.From = p.Way.IsMoney(), p.Detail.Rider, int64(p.ID)
		} else if slices.ContainsFunc(notes, func(n billing.Document) bool { return n.ID == a.CreditNote }) {
			continue // its own note says it
		}
		steps = append(steps, step)
	}
	for i := range notes {
		steps = append(steps, timed{billing.LineStep{Day: notes[i].Day, Note: &notes[i]}, notes[i].IssuedAt})
	}
	slices.SortStableFunc(steps, func(a, b timed) int { return a.at.Compare(b.at) })
	ordered := make([]billing.LineStep, len(steps))
	for i, s := range steps {
		ordered[i] = s.LineStep
	}
	return ordered, nil
}

// CertificatePaper is Certificate as a letter on A4, in the household's language.
func (d *Desk) CertificatePaper(ctx context.Context, id club.HouseholdID, of CertificateOf) ([]byte, error) {
	paper, err := read(ctx, d, "account", func(tx *sqlite.Tx) (document.Letter, error) {
		c, err := loadClub(tx)
		if err != nil {
			return document.Letter{}, err
		}
		made, home, err := certificate(tx, id, of)
		if err != nil {
			return document.Letter{}, err
		}
		lang := home.Language
		if !lang.Valid() {
			lang = c.Identity.Language
		}
		say := func(key string, params locale.Params) string { return locale.Text(lang, key, params) }
		buyer, _ := addressed(home, 0)
		letter := document.Letter{
			Seller: c.Identity, Buyer: paperBuyer(buyer), Day: c.today, Title: say("certificate.title", nil), Lang: lang,
			Training: c.training, ProgramVersion: d.version,
			Body: say("certificate.body", locale.Params{
				"club": c.Identity.Name, "family": firstOf(buyer.Name, made.Family), "rider": made.Name, "birthDay": string(made.BirthDate),
				"fromDay": string(made.From), "toDay": string(made.To), "totalCents": int64(made.Total),
			}),
			After: say("certificate.after", locale.Params{"town": c.Identity.Town, "ofDay": string(c.today), "club": c.Identity.Name}),
		}
		for _, l := range made.Lines {
			letter.Rows = append(letter.Rows, [3]string{locale.ShortDay(lang, l.Day), joinSentences(l.Text, "("+l.Number+")"), locale.Amount(lang, l.Cents)})
		}
		letter.Rows = append(letter.Rows, [3]string{"", say("certificate.total", nil), locale.Amount(lang, made.Total)})
		return letter, nil
	})
	if err != nil {
		return nil, err
	}
	return paper.PDF()
}
