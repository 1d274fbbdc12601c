package mail_test

import (
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/mail"
)

// What a paper is called, and which words of an activity's name tell it, are the club's own
// rules, as the words of an absence are.
func TestPapersAndActivitiesAreToldByTheClubsOwnWords(t *testing.T) {
	own := club.DefaultMailRules()
	own.Papers = []string{"schein*, bulletin vert", "licence*"}
	own.Plain = append(own.Plain, "Toussaint")
	rules, err := mail.NewRules(own)
	if err != nil {
		t.Fatal(err)
	}
	f := mail.Facts{
		Day:        "2026-10-07",
		Riders:     []mail.Rider{{ID: 1, FirstName: "Hugo", Surname: "Martin"}},
		Papers:     []club.AskedPaper{{Code: "health", Name: club.Texts{French: "Bulletin vert", Dutch: "x", English: "y"}}, {Code: "medical", Name: club.Texts{French: "Certificat médical"}}},
		Activities: []mail.Activity{{ID: 7, Name: "Stage Toussaint", First: "2026-10-19", Last: "2026-10-21"}},
	}
	paper := func(rules mail.Rules, file string) string {
		for _, one := range mail.Classify(mail.Message{Text: "Bonjour", Attachments: []mail.Attachment{{Name: file, Type: "application/pdf", Content: []byte("%PDF")}}}, rules, f) {
			if one.Kind == mail.Paper {
				return one.Paper
			}
		}
		return "none"
	}
	for file, want := range map[string]string{"schein-hugo.pdf": "health", "certificat-hugo.pdf": ""} {
		if got := paper(rules, file); got != want {
			t.Errorf("%s is %q, want %q", file, got, want)
		}
	}
	if got := paper(mail.DefaultRules(), "certificat-hugo.pdf"); got != "medical" {
		t.Errorf("by the rules Paddock comes with: %q", got)
	}
	asked := mail.Message{Text: "Je voudrais inscrire Hugo au stage de la Toussaint."}
	for name, c := range map[string]struct {
		rules mail.Rules
		want  bool
	}{"its name tells it": {mail.DefaultRules(), true}, "a word that tells nothing": {rules, false}} {
		found := false
		for _, one := range mail.Classify(asked, c.rules, f) {
			found = found || one.Kind == mail.Enrolment && one.Activity == 7
		}
		if found != c.want {
			t.Errorf("%s: found %v", name, found)
		}
	}
	own.Papers = []string{"certificat, a*"}
	if _, err := mail.NewRules(own); err == nil || !strings.Contains(err.Error(), string(club.CodeMailPhrase)) {
		t.Errorf("a line that fits everything: %v", err)
	}
}

// Rules a club saved before there were words of papers have those Paddock comes with.
func TestRulesSavedBeforeThereWereWordsOfPapersHaveThem(t *testing.T) {
	own := club.DefaultMailRules()
	own.Papers, own.Plain = nil, nil
	own.Renew()
	if len(own.Papers) == 0 || len(own.Plain) == 0 {
		t.Errorf("%q, %q", own.Papers, own.Plain)
	}
}
