package desk_test

import (
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestAnEntryIsCheckedBeforeItsFormIsSent(t *testing.T) {
	h := openClub(t)
	for kind, test := range map[string]struct {
		good, value, printed string
		bad                  string
		code                 club.Code
	}{
		"iban":       {"fr76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890188", club.CodeBadIBAN},
		"bic":        {"agrifrpp", "AGRIFRPP", "AGRIFRPP", "AGRI", club.CodeBadBIC},
		"siret":      {"123 456 782 00010", "12345678200010", "123 456 782 00010", "12345678200011", club.CodeBadSIRET},
		"rna":        {"w262 000 123", "W262000123", "W262000123", "262000123", club.CodeBadRNA},
		"enterprise": {"0428.759.497", "0428759497", "0428.759.497", "0428.759.498", club.CodeBadEnterprise},
		"vat":        {"11123456782", "FR11123456782", "FR11123456782", "FR12123456782", club.CodeBadVAT},
		"email":      {" club@example.org ", "club@example.org", "club@example.org", "club@", club.CodeBadEmail},
		"link":       {"https://pay.example/{reference}/{cents}", "https://pay.example/{reference}/{cents}", "https://pay.example/{reference}/{cents}", "https://pay.example/", club.CodeLinkTemplate},
	} {
		t.Run(kind, func(t *testing.T) {
			checked, err := h.Check(kind, test.good)
			if err != nil || checked != (desk.Checked{Value: test.value, Printed: test.printed}) {
				t.Errorf("%+v, %v", checked, err)
			}
			_, err = h.Check(kind, test.bad)
			wantRefusal(t, err, test.code, "text")
		})
	}
	_, err := h.Check("shoe", "42")
	wantRefusal(t, err, club.CodeInvalid, "kind")
}
