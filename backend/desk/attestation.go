package desk

import (
	"context"
	"fmt"
	"strings"

	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// attestationMost is how long the model of an attestation may be, in bytes.
const attestationMost = 50_000

// Attestation is the publisher's attestation for a club: the official model of the
// day, pasted by the owner, with the places of AttestationWords in it.
type Attestation struct {
	Text string `json:"text" maxLength:"50000"`
}

// AttestationWord is a place in the model and what stands there for this club.
type AttestationWord struct {
	Code string `json:"code" doc:"Written in braces: {club}"`
	Text string `json:"text"`
}

// AttestationWords are the places that can stand in the model, with what this club
// and this version fill in.
func (d *Desk) AttestationWords(ctx context.Context) ([]AttestationWord, error) {
	return read(ctx, d, "attestation", func(tx *sqlite.Tx) ([]AttestationWord, error) {
		c, err := loadClub(tx)
		return d.attestationWords(c), err
	})
}

func (d *Desk) attestationWords(c clubNow) []AttestationWord {
	home := c.Identity
	address := listOf(home.Street, strings.TrimSpace(home.PostalCode+" "+home.Town))
	return []AttestationWord{
		{"program", "Paddock"}, {"version", d.version}, {"club", home.Name}, {"form", home.LegalForm}, {"address", address},
		{"company", firstOf(home.SIRET, home.SIREN, home.Enterprise)}, {"day", locale.LongDay(home.Language, c.today)},
	}
}

// MakeAttestation fills the model in, seals that it was made and for which version,
// and gives the paper. Neither law nor letter is Paddock's: the model is the tax
// office's (RULES section 4, BOI-LETTRE-000242).
func (d *Desk) MakeAttestation(ctx context.Context, req Request, in Attestation) (BooksFile, error) {
	return write(ctx, d, Request{Actor: req.Actor}, "attestation", in, func(tx *sqlite.Tx) (none BooksFile, err error) {
		c, err := loadClub(tx)
		if err != nil {
			return none, err
		}
		text := strings.TrimSpace(in.Text)
		switch {
		case text == "":
			return none, club.Refuse(club.CodeRequired).On("text")
		case len(text) > attestationMost:
			return none, club.Refuse(club.CodeTooLong).On("text")
		case !strings.Contains(text, "{version}"): // an attestation is of one version
			return none, club.Refuse(club.CodeAttestationVersion).On("text")
		}
		var places []string
		for _, word := range d.attestationWords(c) {
			places = append(places, "{"+word.Code+"}", word.Text)
		}
		text = strings.NewReplacer(places...).Replace(text)
		if err := tx.Seal(journal.AttestationMade, req.Actor, "", map[string]string{"program": d.version, "textSha256": journal.Sum([]byte(text))}); err != nil {
			return none, err
		}
		return d.attestationPaper(c, text)
	})
}

func (d *Desk) attestationPaper(c clubNow, text string) (BooksFile, error) {
	title := locale.Text(c.Identity.Language, "attestation.title", nil)
	if c.training {
		title += " · " + locale.Text(c.Identity.Language, "status.training", nil)
	}
	raw, err := document.Records{
		Title: title, Name: c.Identity.Name, Club: c.Identity.Name, Day: c.today, Lang: c.Identity.Language, Intro: text, ProgramVersion: d.version,
	}.PDF()
	return BooksFile{Name: fmt.Sprintf("%s %s.pdf", title, d.version), Raw: raw}, err
}
