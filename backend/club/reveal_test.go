package club_test

import (
	"testing"

	"paddock/backend/club"
)

func TestWhatSomebodyWasFoundByIsSaidWhereItIsNotShown(t *testing.T) {
	values := []string{"sophie@courriel.example", "06 39 98 14 02", "Vaubrun-sur-Lierne"}
	for query, want := range map[string]string{
		"delcourt":           "",
		"dupond":             "", // it sounds like a name
		"0639981402":         "06 39 98 14 02",
		"+33 6 39 98":        "06 39 98 14 02",
		"delcourt vaubrun":   "Vaubrun-sur-Lierne",
		"sophie@courriel":    "sophie@courriel.example",
		"Manon 06 39 98 14 ": "06 39 98 14 02",
	} {
		if got := club.Reveal(club.Words(query), "Delcourt Manon, Hugo", "FR", values); got != want {
			t.Errorf("%q is found by %q, want %q", query, got, want)
		}
	}
}
