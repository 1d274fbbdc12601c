package desk

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// Bounds of the rules that mails are read by.
const (
	mostPhrases   = 300 // in one list
	mostProviders = 50
)

// SaveMailRules changes the words and patterns that mails are read by, from now on.
func (d *Desk) SaveMailRules(ctx context.Context, req Request, in Change[club.MailRules]) (SettingsView, error) {
	return saveSection(ctx, d, req, sqlite.SectionMailRules, in, checkMailRules)
}

// checkMailRules cleans the rules and refuses one that no mail can be read by.
func checkMailRules(_ *sqlite.Tx, _ clubNow, in club.MailRules) (club.MailRules, error) {
	f := form{at: "mailRules."}
	for _, words := range in.Words() {
		kept := []string{}
		for _, line := range *words.Phrases {
			line = strings.TrimSpace(strings.ReplaceAll(clean(line), "...", "…"))
			if line != "" && !slices.Contains(kept, line) {
				kept = append(kept, line)
			}
		}
		if len(kept) > mostPhrases {
			f.refuse(club.CodeInvalid, words.Field)
		}
		*words.Phrases = kept
	}
	in.Providers = append([]club.MailProvider{}, in.Providers...)
	if len(in.Providers) > mostProviders {
		f.refuse(club.CodeInvalid, "providers")
	}
	for i := range in.Providers {
		p := &in.Providers[i]
		f.within("providers", i, func(f *form) {
			f.name("name", &p.Name)
			domains := []string{}
			for _, name := range p.Domains {
				name = strings.ToLower(strings.TrimPrefix(clean(name), "@"))
				if name == "" {
					continue
				}
				if !hostForm.MatchString(name) || !strings.Contains(name, ".") || strings.Contains(name, ":") {
					f.refuse(club.CodeInvalid, "domains")
				}
				domains = append(domains, name)
			}
			if p.Domains = domains; len(domains) == 0 {
				f.refuse(club.CodeRequired, "domains")
			}
		})
	}
	if f.err != nil {
		return in, f.err
	}
	_, err := mail.NewRules(in)
	return in, err
}

// rulesOf are the club's rules made fit for reading, once for all mails.
func (m *mailroom) rulesOf(in club.MailRules) mail.Rules {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.ruled && reflect.DeepEqual(m.ruledBy, in) {
		return m.rules
	}
	rules, err := mail.NewRules(in)
	if err != nil { // saved by another version: mails are read all the same
		rules = mail.DefaultRules()
	}
	m.rules, m.ruledBy, m.ruled = rules, in, true
	return rules
}

// MailRuleDefaults are the rules Paddock comes with.
func (d *Desk) MailRuleDefaults(ctx context.Context) (club.MailRules, error) {
	return read(ctx, d, "settings", func(*sqlite.Tx) (club.MailRules, error) { return club.DefaultMailRules(), nil })
}

// TryMailRules is a text to read by rules as they stand on the screen.
type TryMailRules struct {
	Rules   club.MailRules `json:"rules"`
	Mail    sqlite.MailID  `json:"mail,omitempty" doc:"One that was read, in the place of the text"`
	Sender  string         `json:"sender,omitempty" maxLength:"254" doc:"Whose family it is, or which provider"`
	Subject string         `json:"subject,omitempty" maxLength:"1000"`
	Text    string         `json:"text,omitempty" maxLength:"20000"`
}

// MailTried is what rules find in a text.
type MailTried struct {
	SubjectRuns []Run       `json:"subjectRuns" nullable:"false"`
	TextRuns    []Run       `json:"textRuns" nullable:"false"`
	Found       []TriedKind `json:"found" nullable:"false" doc:"Empty where the mail is about nothing that is known"`
	By          []TriedRule `json:"by" nullable:"false" doc:"Which rules fit, in the order of the text"`
}

// TriedKind is one thing a text is found to be about.
type TriedKind struct {
	Kind  mail.Kind  `json:"kind" enum:"absence,enrolment,booking,notice,invoice,paper,statement"`
	About string     `json:"about"`
	Sure  bool       `json:"sure"`
	Why   []mail.Why `json:"why" nullable:"false"`
}

// TriedRule is a rule with the words of the text that fit it.
type TriedRule struct {
	mail.Rule
	Words string `json:"words"`
}

// TryMailRules tells what a text is found to be about, and by which rules. Nothing is
// written; the rules need not be saved.
func (d *Desk) TryMailRules(ctx context.Context, in TryMailRules) (MailTried, error) {
	return read(ctx, d, "tryMailRules", func(tx *sqlite.Tx) (MailTried, error) {
		tried := MailTried{SubjectRuns: []Run{}, TextRuns: []Run{}, Found: []TriedKind{}, By: []TriedRule{}}
		c, err := loadClub(tx)
		if err != nil {
			return tried, err
		}
		if c.MailRules, err = checkMailRules(tx, c, in.Rules); err != nil {
			return tried, err
		}
		rules, err := mail.NewRules(c.MailRules)
		if err != nil {
			return tried, err
		}
		m := mail.Message{From: mail.Address{Email: strings.ToLower(clean(in.Sender))}, Date: tx.Now, Subject: in.Subject, Text: in.Text}
		for _, address := range c.addresses() { // a text that is tried was written to the club
			m.To = append(m.To, mail.Address{Email: address})
		}
		home, err := mailedBy(tx, m.From.Email)
		if err != nil {
			return tried, err
		}
		if in.Mail != 0 {
			row, err := tx.Mail(in.Mail)
			if err != nil {
				return tried, refused(err, club.CodeMailGone)
			}
			files, err := tx.MailFiles(row.ID)
			if err != nil {
				return tried, err
			}
			if m, err = parsed(tx, row, files); err != nil {
				return tried, err
			}
			home = row.Household
		}
		found, k, err := d.recognise(tx, c, m, home)
		if err != nil {
			return tried, err
		}
		marked := found
		for _, h := range rules.Heard(m) {
			text := m.Text
			if h.Mark.Subject {
				text = m.Subject
			}
			tried.By = append(tried.By, TriedRule{h.Rule, text[h.Mark.From:h.Mark.To]})
			marked = append(marked, mail.Finding{Marks: []mail.Mark{h.Mark}})
		}
		tried.SubjectRuns, tried.TextRuns = runs(m.Subject, marked, true), runs(m.Text, marked, false)
		for _, f := range found {
			tried.Found = append(tried.Found, TriedKind{f.Kind, k.summary([]mail.Finding{f})[0].About, f.Sure(), append([]mail.Why{}, f.Why...)})
		}
		return tried, nil
	})
}

// MailsReread is what came of reading the open mails anew.
type MailsReread struct {
	Looked  int `json:"looked"`
	Changed int `json:"changed" doc:"That are about something else now"`
}

// RereadMails recognises anew what the open mails are about, by the rules as they are
// now. It proposes; nothing is settled by it.
func (d *Desk) RereadMails(ctx context.Context, req Request) (MailsReread, error) {
	return write(ctx, d, req, "rereadMails", struct{}{}, func(tx *sqlite.Tx) (MailsReread, error) {
		var done MailsReread
		c, err := loadClub(tx)
		if err != nil {
			return done, err
		}
		all, err := tx.ReceivedMails()
		if err != nil {
			return done, err
		}
		for _, row := range all {
			if row.State != sqlite.MailNew {
				continue
			}
			files, err := tx.MailFiles(row.ID)
			if err != nil {
				return done, err
			}
			m, err := parsed(tx, row, files)
			if err != nil {
				return done, err
			}
			found, k, err := d.recognise(tx, c, m, row.Household)
			if err != nil {
				return done, err
			}
			done.Looked++
			now := k.summary(found)
			if slices.Equal(now, row.Found) {
				continue
			}
			done.Changed++
			if err := tx.TieMail(row.ID, row.Household, row.Tied, now); err != nil {
				return done, err
			}
		}
		return done, nil
	})
}
