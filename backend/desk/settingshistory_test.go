package desk_test

import (
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestTheHistoryOfASettingSaysWhoChangedItFromWhatToWhat(t *testing.T) {
	h := openClub(t)
	h.change(func(p *club.Policy) { p.CutOffMinutes, p.DeskCreditCents = 16*60, 12_50 })
	in := h.ladder()
	in.Value[step(in.Value, "G1")].Label = "Premier galop"
	_, err := h.SaveLevels(ctx, h.req(), in)
	h.must(err)
	history := func(part string) (said []string) {
		t.Helper()
		rows, err := h.SettingsHistory().Rows(ctx, desk.ListQuery{Part: part})
		h.must(err)
		for _, r := range rows {
			if r.Who == "" || r.Day != "2026-10-07" {
				t.Errorf("%+v", r)
			}
			said = append(said, r.What+": "+r.Old+" > "+r.New)
		}
		return said
	}
	if all := history(""); len(all) != 3 {
		t.Errorf("all of it is %q", all)
	}
	if said := history("levels"); len(said) != 1 || said[0] != "Premier galop: Galop 1, G1, Galop 1 > Premier galop, G1, Premier galop, Galop 1" &&
		said[0] != "Premier galop: G1, Galop 1, Galop 1 > G1, Premier galop, Galop 1, Premier galop" {
		t.Errorf("of the levels it says %q", said)
	}
	if said := history("identity.name,policy.deskCreditCents"); len(said) != 1 || said[0][len(said[0])-8:] == "" {
		t.Errorf("of the credit it says %q", said)
	}
}

func TestALineLeftOutForGoodWaitsAgainWhenItIsUndone(t *testing.T) {
	h := openClub(t)
	h.brings(small)
	waiting, err := h.SetAside().Rows(ctx, desk.ListQuery{})
	h.must(err)
	_, err = h.MendSetAside(ctx, h.req(), waiting[0].ID, desk.Mend{Leave: true})
	h.must(err)
	h.must(h.undo())
	again, err := h.SetAside().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(again) != 1 || again[0].Line != waiting[0].Line {
		t.Fatalf("%+v waits", again)
	}
	_, err = h.MendSetAside(ctx, h.req(), again[0].ID, desk.Mend{Texts: club.MemberTexts{club.MemberFirstName: "Ada"}})
	h.must(err)
	h.refuses(h.undo(), club.CodeLastingImport)
}
