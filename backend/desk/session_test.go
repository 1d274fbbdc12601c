package desk_test

import (
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestAPreferenceNobodyOffersIsRefused(t *testing.T) {
	h := openClub(t)
	for name, values := range map[string][2]string{"theme": {"dark", "sepia"}, "letters": {"off", "never"}, "language": {"nl", "de"}} {
		if _, err := h.Prefer(ctx, h.req(), desk.Preference{Name: name, Value: values[0]}); err != nil {
			t.Errorf("%s %s: %v", name, values[0], err)
		}
		_, err := h.Prefer(ctx, h.req(), desk.Preference{Name: name, Value: values[1]})
		wantRefusal(t, err, club.CodeInvalid, "value")
	}
}

func TestHowAPersonSetUpAListIsTheirsAlone(t *testing.T) {
	h := openClub(t)
	lea, err := h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}})
	h.must(err)
	_, err = h.Prefer(ctx, h.req(), desk.Preference{Name: "list.families", Value: `{"widths":{"name":240}}`})
	h.must(err)
	mine, err := h.Session(ctx, h.owner)
	h.must(err)
	hers, err := h.Session(ctx, club.Actor{ID: lea.ID, Name: lea.Name, Role: lea.Role})
	h.must(err)
	if mine.Lists["families"] != `{"widths":{"name":240}}` || len(hers.Lists) != 0 {
		t.Errorf("mine %v, hers %v", mine.Lists, hers.Lists)
	}
}
