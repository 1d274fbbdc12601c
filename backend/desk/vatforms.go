package desk

import (
	"encoding/json"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// ruledBy are the sections of the settings that an entry seals.
func ruledBy(kind journal.Kind, payload []byte) map[sqlite.Section]json.RawMessage {
	switch kind {
	case journal.ClubOpened:
		var opened struct {
			Settings map[sqlite.Section]json.RawMessage `json:"settings"`
		}
		if json.Unmarshal(payload, &opened) == nil {
			return opened.Settings
		}
	case journal.SettingsChanged:
		var change struct {
			Section sqlite.Section  `json:"section"`
			New     json.RawMessage `json:"new"`
		}
		if json.Unmarshal(payload, &change) == nil {
			return map[sqlite.Section]json.RawMessage{change.Section: change.New}
		}
	}
	return nil
}

// vatForms follows what the chain says of when the VAT on services falls due: true is on
// collection (CGI 269-2-c), false on debits.
type vatForms struct {
	now  []bool                       // what the policy sealed last says; both while none told it
	ever []bool                       // what any said
	at   map[billing.InvoiceID][]bool // when a document was issued
}

var eitherForm = []bool{true, false}

func newVATForms() vatForms {
	return vatForms{now: eitherForm, at: map[billing.InvoiceID][]bool{}}
}

// rule takes an entry about the settings, and reports whether another form holds from
// it on.
func (f *vatForms) rule(kind journal.Kind, payload []byte) (changed bool) {
	var policy struct {
		On *bool `json:"vatOnCollection"`
	}
	body, has := ruledBy(kind, payload)[sqlite.SectionPolicy]
	if !has || json.Unmarshal(body, &policy) != nil || policy.On == nil { // an older program sealed none
		return false
	}
	changed = len(f.now) > 1 || f.now[0] != *policy.On
	f.now = []bool{*policy.On}
	if !slices.Contains(f.ever, *policy.On) {
		f.ever = append(f.ever, *policy.On)
	}
	return changed
}

// of are the forms in which a document may be booked. A credit note is booked as its
// invoice was; earlier programs booked it as the club was when it was made. One that
// comes to nothing is booked as due, by earlier programs as the others.
func (f *vatForms) of(doc billing.Document, original *billing.Document) []bool {
	forms := f.follows(doc, original)
	if doc.Total == 0 && !slices.Contains(forms, false) {
		forms = append(slices.Clone(forms), false)
	}
	return forms
}

func (f *vatForms) follows(doc billing.Document, original *billing.Document) []bool {
	forms, known := f.at[doc.ID]
	switch {
	case !known || doc.Kind == billing.Opening: // which says itself what waits
		return eitherForm
	case doc.Original == 0:
		return forms
	case original == nil && len(f.ever) > 0:
		return f.ever
	case original == nil:
		return eitherForm
	}
	var follows []bool
	for _, form := range f.of(*original, nil) {
		follows = append(follows, slices.ContainsFunc(billing.IssuePostings(*original, form), func(p billing.Posting) bool {
			return strings.HasPrefix(p.Role, "vat.pending.")
		}))
	}
	return append(follows, forms...)
}
