package desk_test

import (
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

func TestAFamilysPageShowsWhatWasWrittenToItAndNobodyElses(t *testing.T) {
	s := newShop(t)
	other := s.join("Marchal", "Zoé")
	letter := desk.Letter{Subject: "Vos bottes", Body: "Elles sont restées au club."}
	_, err := s.WriteToHousehold(ctx, s.req(), s.family.ID, letter)
	s.refuses(err, club.CodeMailOff)
	s.must(s.saveMail(func(m *club.Mail) {
		m.Sending, m.Sender, m.SMTPHost, m.SMTPPort = true, "club@vaubrun.example", "127.0.0.1", 25
	}))
	_, err = s.WriteToHousehold(ctx, s.req(), s.family.ID, desk.Letter{Subject: "Vos bottes"})
	s.refuses(err, club.CodeRequired)
	_, err = s.WriteToHousehold(ctx, s.req(), s.family.ID, letter)
	s.must(err)
	list, err := s.Exchanges().Rows(ctx, desk.ListQuery{Of: int64(s.family.ID)})
	s.must(err)
	if len(list) != 1 || list[0].How != "sent" || list[0].Subject != "Vos bottes" || list[0].State != sqlite.MailWaiting || list[0].Who != s.owner.Name {
		t.Errorf("%+v", list)
	}
	if list, err = s.Exchanges().Rows(ctx, desk.ListQuery{Of: int64(s.family.ID), Words: "gants"}); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if list, err = s.Exchanges().Rows(ctx, desk.ListQuery{Of: int64(other.ID)}); err != nil || len(list) != 0 {
		t.Errorf("another family's: %+v, %v", list, err)
	}

	// What was written to one is with the family it is merged into.
	s.merges(other.ID, s.family.ID)
	if list, err = s.Exchanges().Rows(ctx, desk.ListQuery{Of: int64(other.ID)}); err != nil || len(list) != 1 {
		t.Errorf("after the merge: %+v, %v", list, err)
	}
}
