package club_test

import (
	"testing"

	"paddock/backend/club"
)

func TestNamesThatSoundAlikeHaveOneSound(t *testing.T) {
	for _, alike := range [][]string{
		{"dupont", "dupond", "duppont", "dupon"},
		{"renault", "renaud", "renaut", "reno"},
		{"lefort", "lefors", "leforte"},
		{"philippe", "filip"},
		{"schmit", "schmidt", "chmit"},
		{"claes", "klaas"},
		{"dubois", "duboy"},
		{"chevrier", "chevriers"},
		{"mathieu", "matieu", "matthieu"},
		{"moreau", "moreaux", "morault"},
	} {
		for _, word := range alike[1:] {
			if got, want := club.Sound(word), club.Sound(alike[0]); got != want || got == "" {
				t.Errorf("%s sounds %q, %s sounds %q", word, got, alike[0], want)
			}
		}
	}
	for _, pair := range [][2]string{{"dupont", "durand"}, {"martin", "morin"}, {"petit", "perrin"}, {"leroy", "leroux"}, {"caron", "charon"}} {
		if club.Sound(pair[0]) == club.Sound(pair[1]) {
			t.Errorf("%s and %s both sound %q", pair[0], pair[1], club.Sound(pair[0]))
		}
	}
	for _, word := range []string{"", "leo", "f2026", "0639981402"} {
		if got := club.Sound(word); got != "" {
			t.Errorf("%q sounds %q", word, got)
		}
	}
}
