package club_test

import (
	"testing"

	"paddock/backend/club"
)

func TestALineSpeaksOfAHouseholdByAMailAPhoneOrAWholeName(t *testing.T) {
	home := club.Household{
		Email:    "zoe@exemple.test",
		Contacts: []club.Contact{{Surname: "Lefèvre", FirstName: "Anne", Mobile: "06 11 22 33 44"}},
		Riders:   []club.Rider{{Surname: "Le Goff", FirstName: "Zoé", Email: "petite@exemple.test"}},
	}
	for _, c := range []struct {
		cells []string
		want  bool
	}{
		{[]string{"ZOE@exemple.test"}, true},
		{[]string{"?", "+33 6 11 22 33 44"}, true},
		{[]string{"LE GOFF", "Zoe", "31/02/2015"}, true},
		{[]string{"Zoé Le Goff"}, true},
		{[]string{"LEFEVRE", "Anne"}, true},
		{[]string{"Le Goff", "Paul"}, false}, // a namesake of another family
		{[]string{"Goffart", "Zoé"}, false},
		{[]string{"", "", "0"}, false},
		{nil, false},
	} {
		if got := home.NamedIn(c.cells, "FR"); got != c.want {
			t.Errorf("%q: %v", c.cells, got)
		}
	}
	if (club.Household{Contacts: []club.Contact{{}}, Riders: []club.Rider{{}}}).NamedIn([]string{"", "x"}, "FR") {
		t.Error("who says nothing is named nowhere")
	}
}
