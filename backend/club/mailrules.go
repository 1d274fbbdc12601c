package club

import (
	_ "embed"
	"encoding/json"
	"slices"
)

// MailRules are the words and patterns that mails are read by, as a person writes
// them: "ne viendra … pas" is those words in this order with up to three others at
// "…", "malad*" every word that begins so. Case and accents do not matter.
type MailRules struct {
	AbsentFR   []string `json:"absentFr" nullable:"false" doc:"Somebody will not come"`
	AbsentNL   []string `json:"absentNl" nullable:"false"`
	AbsentEN   []string `json:"absentEn" nullable:"false"`
	PresentFR  []string `json:"presentFr" nullable:"false" doc:"Somebody comes all the same: stronger than the words of an absence they overlap"`
	PresentNL  []string `json:"presentNl" nullable:"false"`
	PresentEN  []string `json:"presentEn" nullable:"false"`
	DoubtfulFR []string `json:"doubtfulFr" nullable:"false" doc:"It is asked, or on a condition"`
	DoubtfulNL []string `json:"doubtfulNl" nullable:"false"`
	DoubtfulEN []string `json:"doubtfulEn" nullable:"false"`
	EnrolFR    []string `json:"enrolFr" nullable:"false" doc:"A place is asked for"`
	EnrolNL    []string `json:"enrolNl" nullable:"false"`
	EnrolEN    []string `json:"enrolEn" nullable:"false"`

	UnpaidFR []string `json:"unpaidFr" nullable:"false" doc:"In a provider's mail: no money came, or it went back; a person looks at it"`
	UnpaidNL []string `json:"unpaidNl" nullable:"false"`
	UnpaidEN []string `json:"unpaidEn" nullable:"false"`

	Papers []string `json:"papers" nullable:"false" doc:"What a paper of the file is called, in any language: a line a paper, its words with commas between. It is told by them in a mail, a file's name, and the paper's own name"`
	Plain  []string `json:"plain" nullable:"false" doc:"Words of an activity's name that do not tell which one is meant, in any language"`

	Providers []MailProvider `json:"providers" nullable:"false" doc:"Whose notices of payment are believed, once the mail server vouches for them"`
}

// MailProvider is who writes that a payment came, and how. No provider publishes the
// form of its mails (RULES section 8), so the patterns are the club's to change.
type MailProvider struct {
	Name      string   `json:"name"`
	Domains   []string `json:"domains" nullable:"false" doc:"Its mails come from these"`
	Subject   string   `json:"subject" doc:"Regular expression (RE2) that the subject of a notice fits; empty where none is known: no notice is sure then"`
	Reference string   `json:"reference" doc:"Regular expression whose first group is our reference; empty for anything like one of ours"`
	Amount    string   `json:"amount" doc:"Regular expression whose first group is the amount; empty for the only amount in the mail"`
}

// MailWords are the phrases that say one thing in one language.
type MailWords struct {
	Field    string // of MailRules
	Says     string // absent, present, doubtful, enrol, unpaid, papers, plain
	Language string // fr, nl, en; "" for words of all of them
	Phrases  *[]string
}

// Words lists the rules' phrases by what they say and in which language.
func (r *MailRules) Words() []MailWords {
	return []MailWords{
		{"absentFr", "absent", "fr", &r.AbsentFR}, {"absentNl", "absent", "nl", &r.AbsentNL}, {"absentEn", "absent", "en", &r.AbsentEN},
		{"presentFr", "present", "fr", &r.PresentFR}, {"presentNl", "present", "nl", &r.PresentNL}, {"presentEn", "present", "en", &r.PresentEN},
		{"doubtfulFr", "doubtful", "fr", &r.DoubtfulFR}, {"doubtfulNl", "doubtful", "nl", &r.DoubtfulNL}, {"doubtfulEn", "doubtful", "en", &r.DoubtfulEN},
		{"enrolFr", "enrol", "fr", &r.EnrolFR}, {"enrolNl", "enrol", "nl", &r.EnrolNL}, {"enrolEn", "enrol", "en", &r.EnrolEN},
		{"unpaidFr", "unpaid", "fr", &r.UnpaidFR}, {"unpaidNl", "unpaid", "nl", &r.UnpaidNL}, {"unpaidEn", "unpaid", "en", &r.UnpaidEN},
		{"papers", "papers", "", &r.Papers}, {"plain", "plain", "", &r.Plain},
	}
}

//go:embed mailrules.json
var mailRules []byte

// DefaultMailRules are those Paddock comes with.
func DefaultMailRules() (r MailRules) {
	if err := json.Unmarshal(mailRules, &r); err != nil {
		panic(err) // it is part of the program
	}
	return r
}

// earlierSubject is what every provider's subject was fitted with before the patterns
// began where a subject does. It fitted the receipt that a provider writes to a payer,
// whose subject holds a name that anybody chooses.
const earlierSubject = `(?i)(paiement|payment|betaling).*(re[cç]u|received|ontvangen)|re[cç]u .*paiement|received .*payment`

// laterUnpaid are the words that were added to those of a bill or a refusal since clubs
// have rules of their own.
var laterUnpaid = []string{"quittung*", "zahlungsbeleg*", "recibo*", "ricevuta*"}

// Renew gives a club's rules what Paddock came with since they were saved: lists they are
// older than, and what they hold as an earlier program had it, that nobody changed.
func (r *MailRules) Renew() {
	defaults := DefaultMailRules()
	own := r.Words()
	for i, words := range defaults.Words() {
		earlier := slices.DeleteFunc(slices.Clone(*words.Phrases), func(p string) bool { return words.Says == "unpaid" && slices.Contains(laterUnpaid, p) })
		if *own[i].Phrases == nil || slices.Equal(*own[i].Phrases, earlier) {
			*own[i].Phrases = *words.Phrases
		}
	}
	for i, p := range r.Providers {
		at := slices.IndexFunc(defaults.Providers, func(d MailProvider) bool { return d.Name == p.Name })
		if at >= 0 && p.Subject == earlierSubject {
			r.Providers[i].Subject = defaults.Providers[at].Subject
		}
	}
}
