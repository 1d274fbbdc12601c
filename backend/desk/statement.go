package desk

import (
	"context"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Statement is a household's account from a day to a day, both included. A
// balance above nothing is owed to the club, one below is the household's.
type Statement struct {
	Household club.HouseholdID     `json:"household"`
	Name      string               `json:"name"`
	From      calendar.Day         `json:"from"`
	To        calendar.Day         `json:"to"`
	Opening   money.Cents          `json:"openingCents" doc:"Balance before the first day"`
	Closing   money.Cents          `json:"closingCents" doc:"Balance after the last day"`
	Lines     []sqlite.AccountLine `json:"lines" nullable:"false" doc:"In order, each with the balance after it"`
}

// StatementDays is the period of a statement, club-local days.
type StatementDays struct {
	From calendar.Day `json:"from"`
	To   calendar.Day `json:"to"`
}

// Statement shows a household's account from a day to a day. It refuses days
// that do not exist and a period that ends before it begins.
func (d *Desk) Statement(ctx context.Context, id club.HouseholdID, days StatementDays) (Statement, error) {
	return read(ctx, d, "account", func(tx *sqlite.Tx) (Statement, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Statement{}, err
		}
		home, err := tx.Household(id)
		if err != nil {
			return Statement{}, refused(err, club.CodeHouseholdNotFound)
		}
		return statementOf(tx, c, home, days)
	})
}

// StatementPaper is Statement as A4, in the household's language.
func (d *Desk) StatementPaper(ctx context.Context, id club.HouseholdID, days StatementDays) ([]byte, error) {
	paper, err := read(ctx, d, "account", func(tx *sqlite.Tx) (document.Statement, error) {
		c, err := loadClub(tx)
		if err != nil {
			return document.Statement{}, err
		}
		home, err := tx.Household(id)
		if err != nil {
			return document.Statement{}, refused(err, club.CodeHouseholdNotFound)
		}
		s, err := statementOf(tx, c, home, days)
		buyer, _ := addressed(home, 0)
		paper := document.Statement{
			Seller: c.Identity, Buyer: paperBuyer(buyer), From: s.From, To: s.To, Day: c.today, Opening: s.Opening,
			Lang: home.Language, Training: c.training, ProgramVersion: d.version,
		}
		for _, l := range s.Lines {
			paper.Lines = append(paper.Lines, document.StatementLine{Day: l.Day, Text: statementText(home.Language, l), Due: l.Due, Received: l.Received})
		}
		return paper, err
	})
	if err != nil {
		return nil, err
	}
	return paper.PDF()
}

func statementOf(tx *sqlite.Tx, c clubNow, home club.Household, days StatementDays) (Statement, error) {
	s := Statement{Household: home.ID, Name: home.Name, From: days.From, To: days.To, Lines: []sqlite.AccountLine{}}
	if _, err := calendar.ParseDay(string(s.From)); err != nil {
		return s, club.Refuse(club.CodeBadDay).On("from")
	}
	if _, err := calendar.ParseDay(string(s.To)); err != nil || s.To < s.From {
		return s, club.Refuse(club.CodeBadDay).On("to")
	}
	_, lines, err := accountOf(tx, c, home.ID)
	for _, l := range lines {
		switch {
		case l.Day < s.From:
			s.Opening = l.Balance
		case l.Day <= s.To:
			s.Lines = append(s.Lines, l)
		}
	}
	s.Closing = s.Opening
	if n := len(s.Lines); n > 0 {
		s.Closing = s.Lines[n-1].Balance
	}
	return s, err
}

// statementText names a line of a statement: Facture F2026-0431, Chèque n° 12.
func statementText(lang locale.Lang, l sqlite.AccountLine) string {
	if l.Claim {
		return locale.Text(lang, "paper.statement.claim", locale.Params{"number": l.Number})
	}
	if l.Payment == 0 {
		return locale.Text(lang, "paper.statement."+l.Kind, locale.Params{"number": l.Number})
	}
	text := paidText(lang, PaidBy{Way: l.Way, Detail: l.Detail})
	if l.Back != "" && l.Way == billing.WrittenOff {
		text = locale.Text(lang, "way.recovered", nil)
	} else if l.Back != "" {
		text = locale.Text(lang, "way."+string(l.Back), locale.Params{"way": text})
	}
	return joinSentences(text, "("+l.Number+")")
}
