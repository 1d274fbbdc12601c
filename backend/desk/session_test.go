package desk_test

import (
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestAPreferenceNobodyOffersIsRefused(t *testing.T) {
	h := openClub(t)
	for name, values := range map[string][2]string{"theme": {"dark", "sepia"}, "language": {"nl", "de"}} {
		if _, err := h.Prefer(ctx, h.req(), desk.Preference{Name: name, Value: values[0]}); err != nil {
			t.Errorf("%s %s: %v", name, values[0], err)
		}
		_, err := h.Prefer(ctx, h.req(), desk.Preference{Name: name, Value: values[1]})
		wantRefusal(t, err, club.CodeInvalid, "value")
	}
}
