package payment_test

import (
	"errors"
	"testing"

	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/payment"
)

func TestTemplateFillsItsHoles(t *testing.T) {
	for _, test := range []struct{ name, template, reference, want string }{
		{"in a query", "https://pay.example/vaubrun?a={amount}&ref={reference}&l={language}", "RF18 5390", "https://pay.example/vaubrun?a=100.05&ref=RF18%205390&l=nl"},
		{"in a path, in cents", "https://pay.example/{reference}/{cents}", "F/2026&x=1", "https://pay.example/F%2F2026%26x%3D1/10005"},
		{"the same hole twice", "https://pay.example/?a={amount}&r={reference}#{reference}", "A1", "https://pay.example/?a=100.05&r=A1#A1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := payment.Template(test.template).URL(100_05, test.reference, locale.Dutch)
			if err != nil || got != test.want {
				t.Errorf("URL() = %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestTemplateWritesCentsBelowOneEuroWithTheirZero(t *testing.T) {
	got, err := payment.Template("https://pay.example/?a={amount}&r={reference}").URL(7, "A1", locale.French)
	if err != nil || got != "https://pay.example/?a=0.07&r=A1" {
		t.Errorf("URL() = %q, %v", got, err)
	}
}

func TestTemplateIsRefused(t *testing.T) {
	for name, template := range map[string]string{
		"without a reference":         "https://pay.example/?a={amount}",
		"without an amount":           "https://pay.example/?r={reference}",
		"without encryption":          "http://pay.example/?a={amount}&r={reference}",
		"as a script":                 "javascript:alert('{amount}{reference}')",
		"without a site":              "https:///?a={amount}&r={reference}",
		"with a site a value decides": "https://{reference}.example/?a={amount}",
		"the same before a query":     "https://{reference}?a={amount}",
		"with a hole nobody fills":    "https://pay.example/?a={amount}&r={reference}&x={name}",
		"with an open brace":          "https://pay.example/?a={amount}&r={reference}&x={",
		"with a space":                "https://pay.example/?a={amount} &r={reference}",
		"with a password":             "https://me:secret@pay.example/?a={amount}&r={reference}",
		"empty":                       "",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := payment.Template(template).Longest(); !errors.Is(err, club.Refuse(club.CodeLinkTemplate)) {
				t.Errorf("Check() = %v", err)
			}
		})
	}
	if _, err := payment.Template("https://pay.example/?a={amount}&r={reference}").Longest(); err != nil {
		t.Errorf("a good one is refused: %v", err)
	}
}
