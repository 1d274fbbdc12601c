package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// mailedStatement is a statement that came with a mail, as it was read.
type mailedStatement struct {
	file BankFile
	read bankRead
}

// mailedStatements reads the statements among what is accepted, outside of any
// transaction: a file may be long. One that is refused leaves the mail as it is.
func (d *Desk) mailedStatements(ctx context.Context, id sqlite.MailID, items []AcceptedItem) (map[string]mailedStatement, error) {
	all := map[string]mailedStatement{}
	if !slices.ContainsFunc(items, func(item AcceptedItem) bool { return strings.HasPrefix(item.Key, string(mail.Statement)) }) {
		return all, nil
	}
	view, err := d.Mail(ctx, id, nil)
	if err != nil {
		return nil, err
	}
	for _, p := range view.Proposals {
		if p.Kind != mail.Statement || !slices.ContainsFunc(items, func(item AcceptedItem) bool { return item.Key == p.Key }) {
			continue
		}
		f, content, err := d.MailFile(ctx, id, p.File)
		if err != nil {
			return nil, err
		}
		one := mailedStatement{file: BankFile{Name: f.Name, Raw: content, mail: id}}
		if one.read, err = d.readBankFile(ctx, one.file, untilDone(ctx)); err != nil {
			return nil, inFile(err, f.Name)
		}
		all[p.Key] = one
	}
	return all, nil
}

// inFile names the file that a refusal is about.
func inFile(err error, name string) error {
	var refusal *club.Error
	if errors.As(err, &refusal) {
		return refusal.With("file", name)
	}
	return err
}

// statement stores a statement as ImportStatement does. Anybody can make a file and mail
// it: one of an account that is not known as the club's, and one that does not follow on
// from the last one of its account, is a person's to look at and import.
func (a *accepting) statement(p MailProposal) error {
	one, read := a.statements[p.Key]
	if !read {
		return club.Refuse(club.CodeMailChanged)
	}
	gaps := gaps{ended: map[string]sqlite.Ended{}}
	for i, s := range one.read.all {
		own, err := ownAccount(a.tx, a.c, s.Account)
		if err != nil {
			return err
		}
		if !own {
			return club.Refuse(club.CodeStatementAccount).With("account", s.Account).With("file", one.file.Name)
		}
		gap, err := a.gapBefore(gaps, one, i)
		if err != nil {
			return err
		}
		if gap != nil {
			return club.Refuse(club.CodeStatementGap).With("file", one.file.Name).With("endedCents", int64(gap.Ended)).With("beginsCents", int64(gap.Begins))
		}
	}
	stored, undone, err := importStatement(a.tx, a.actor, one.file, one.read, func(int, int) error { return nil })
	if err != nil {
		return err
	}
	a.steps = append([]back{undone}, a.steps...)
	for _, s := range stored {
		a.imported = append(a.imported, sqlite.MailFound{
			Kind: string(mail.Statement), About: statementDays(a.c.Identity.Language, s), Sure: true, Statement: s.ID, New: s.Lines - s.Known, Known: s.Known,
		})
	}
	return nil
}

// gapBefore is what stands between a statement of a file and what is stored.
func (a *accepting) gapBefore(gaps gaps, one mailedStatement, i int) (*sqlite.BankGap, error) {
	s, read := one.read.all[i], one.file.of(one.read.all[i])
	keys, _, err := alike(a.tx, s, one.read.keys[i])
	if err != nil {
		return nil, err
	}
	known, err := a.tx.KnownLines(keys)
	if err != nil {
		return nil, err
	}
	for j, e := range s.Entries {
		if !known[keys[j]] {
			read.Fresh += e.Cents
		}
	}
	err = gaps.follow(a.tx, &read)
	return read.Gap, err
}

// statementDays names a statement by what it covers: 1/10/26 – 7/10/26.
func statementDays(lang locale.Lang, s sqlite.BankStatement) string {
	if s.First == "" {
		return s.File
	}
	days := []string{}
	for _, day := range slices.Compact([]calendar.Day{s.First, s.Last}) {
		days = append(days, locale.ShortDay(lang, day))
	}
	return strings.Join(days, " – ")
}

// point leaves in the mail which statements its files became.
func (a *accepting) point(view MailView) error {
	if len(a.imported) == 0 {
		return nil
	}
	found := slices.DeleteFunc(slices.Clone(view.Found), func(f sqlite.MailFound) bool { return f.Kind == string(mail.Statement) })
	return a.tx.TieMail(a.mail, a.home, view.Tied, append(found, a.imported...))
}
