package desk_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// post is a mailbox of a test: what arrives is kept as a reading keeps it.
type post struct {
	*ring
	keeper mail.Keeper
	uid    uint32
	to     string // whom what arrives was written to
}

func newPost(t testing.TB) *post {
	r := newRing(t)
	p := &post{ring: r, keeper: r.MailKeeper(mail.Account{Server: mail.Server{Host: "mail.example", User: "accueil@vaubrun.example"}}), to: "accueil@vaubrun.example"}
	return p
}

// arrives brings a mail into the mailbox and returns the row it became.
func (p *post) arrives(from, subject, text string, headers ...string) sqlite.MailID {
	p.t.Helper()
	p.uid++
	now := p.clock.now()
	source := fmt.Sprintf("%sFrom: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%d@x.example>\r\nDate: %s\r\n", strings.Join(headers, ""), from, p.to, subject, p.uid, now.Format(time.RFC1123Z))
	if !strings.HasPrefix(text, "Content-Type") {
		source += "Content-Type: text/plain; charset=utf-8\r\n\r\n"
	}
	raw := mail.Raw{UID: p.uid, Arrived: now, Body: []byte(source + strings.ReplaceAll(text, "\n", "\r\n"))}
	raw.Bytes = int64(len(raw.Body))
	p.must(p.keeper.Keep(ctx, []mail.Raw{raw}, mail.Position{Validity: 1, UID: p.uid}))
	rows, err := p.Mails().Rows(ctx, desk.ListQuery{})
	p.must(err)
	var latest sqlite.MailID
	for _, m := range rows {
		latest = max(latest, m.ID)
	}
	return latest
}

func (p *post) mail(id sqlite.MailID) desk.MailView {
	p.t.Helper()
	view, err := p.Mail(ctx, id, nil)
	p.must(err)
	return view
}

func (p *post) outbox() (waiting []string) {
	p.t.Helper()
	p.ask("SELECT kind || ': ' || subject || ': ' || body FROM outbox WHERE state = 'waiting' ORDER BY id", func(row *sql.Rows) error {
		var message string
		err := row.Scan(&message)
		waiting = append(waiting, message)
		return err
	})
	return waiting
}

// address gives the family of the ring an address and returns it.
func (p *post) address() string {
	p.t.Helper()
	home := p.shown(p.householdOf(p.manon))
	return home.Email
}

func TestAMailAboutAnAbsenceIsAcceptedWithOneKeyAndUndone(t *testing.T) {
	p := newPost(t)
	lesson := p.group("2026-10-14", 8)
	p.byPackage(lesson, p.manon)
	p.at("2026-10-12 12:00")
	id := p.arrives("Nathalie Delcourt <"+p.address()+">", "Absence", "Bonjour,\n\nManon est malade mercredi, désolée.\n\nNathalie")
	view := p.mail(id)
	if len(view.Proposals) != 1 || !view.Proposals[0].Sure || !view.Proposals[0].Can || view.Proposals[0].Consequence.Outcome != booking.MakesVoucher {
		t.Fatalf("proposals: %+v", view.Proposals)
	}
	var marked []string
	for _, run := range view.TextRuns {
		if run.As != "" {
			marked = append(marked, run.As+" "+run.Text)
		}
	}
	if got := strings.Join(marked, ", "); got != "rider Manon, absence malade, day mercredi" {
		t.Errorf("marked: %s", got)
	}
	answer := view.Answer.Begins + "\n\n" + view.Proposals[0].Says + "\n\n" + view.Answer.Ends
	if !strings.Contains(answer, "Bonjour Nathalie,") || !strings.Contains(answer, "bon de récupération") {
		t.Errorf("the answer says %q", answer)
	}
	before := len(p.outbox())
	req := p.req()
	in := desk.AcceptMail{Items: []desk.AcceptedItem{{Key: view.Proposals[0].Key}}, Answer: answer}
	if view.Answer.Off != club.CodeMailOff {
		t.Errorf("an answer is prepared that nobody gets: %+v", view.Answer)
	}
	_, unsent := p.AcceptMail(ctx, p.req(), id, in)
	p.refuses(unsent, club.CodeMailOff)
	p.sendsBy(1)
	for range 2 { // the second is the same request again
		done, err := p.AcceptMail(ctx, req, id, in)
		p.must(err)
		if done.State != sqlite.MailDone || len(done.Proposals) != 0 || done.Answer.Text != answer {
			t.Errorf("accepted: %+v", done)
		}
	}
	if len(p.vouchers()) != 1 || p.states(lesson)[0] != booking.CancelledInTime {
		t.Errorf("%d vouchers, %v", len(p.vouchers()), p.states(lesson))
	}
	if sent := p.outbox()[before:]; len(sent) != 1 || !strings.HasPrefix(sent[0], "mailAnswered: Re: Absence: Bonjour Nathalie,") {
		t.Errorf("the family is told %q", sent)
	}
	_, err := p.AcceptMail(ctx, p.req(), id, in)
	p.refuses(err, club.CodeMailEnded)
	p.must(p.undoes())
	if p.states(lesson)[0] != booking.Booked || p.mail(id).State != sqlite.MailNew || len(p.outbox()) != before {
		t.Errorf("undone: %v, %s, %q", p.states(lesson), p.mail(id).State, p.outbox())
	}
	p.proved()
}

func TestWhatChangedSinceAMailWasShownIsNotDone(t *testing.T) {
	p := newPost(t)
	lesson := p.group("2026-10-14", 8)
	place := p.byPackage(lesson, p.manon)
	p.at("2026-10-12 12:00")
	id := p.arrives(p.address(), "Absence", "Manon est malade mercredi.")
	key := p.mail(id).Proposals[0].Key
	p.cancelled(place, booking.MakesVoucher)
	_, err := p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: key}}})
	p.refuses(err, club.CodeMailChanged)
	if view := p.mail(id); view.State != sqlite.MailNew || len(view.Proposals) != 1 || view.Proposals[0].Can {
		t.Errorf("it is proposed: %+v", view.Proposals)
	}
}

// What is done is what was shown: a proposal whose consequence became another since is
// refused, and shown anew.
func TestAConsequenceThatIsAnotherByNowIsShownBeforeItIsDone(t *testing.T) {
	refused := func(p *post, id sqlite.MailID, shown desk.MailView, answers bool) desk.MailView {
		p.t.Helper()
		in := desk.AcceptMail{Items: []desk.AcceptedItem{{Key: shown.Proposals[0].Key}}}
		if answers {
			in.Answer = shown.Answer.Begins + "\n\n" + shown.Proposals[0].Says
		}
		before := len(p.outbox())
		_, err := p.AcceptMail(ctx, p.req(), id, in)
		p.refuses(err, club.CodeMailChanged)
		now := p.mail(id)
		if now.State != sqlite.MailNew || len(p.outbox()) != before || now.Proposals[0].Key == shown.Proposals[0].Key {
			p.t.Fatalf("%s, %q, %+v", now.State, p.outbox()[before:], now.Proposals)
		}
		return now
	}
	accepted := func(p *post, id sqlite.MailID, shown desk.MailView) {
		p.t.Helper()
		var in desk.AcceptMail
		for _, one := range shown.Proposals {
			in.Items, in.Answer = append(in.Items, desk.AcceptedItem{Key: one.Key}), in.Answer+one.Says+"\n"
		}
		_, err := p.AcceptMail(ctx, p.req(), id, in)
		p.must(err)
		sent := p.outbox()
		for _, one := range shown.Proposals {
			if !strings.Contains(sent[len(sent)-1], one.Says) {
				p.t.Errorf("%q lacks %q", sent, one.Says)
			}
		}
		p.proved()
	}
	outcomes := func(view desk.MailView) (all []booking.Outcome) {
		for _, one := range view.Proposals {
			all = append(all, one.Consequence.Outcome)
		}
		return all
	}
	t.Run("the hour went by", func(t *testing.T) {
		p := newPost(t)
		p.sendsBy(1)
		lesson := p.group("2026-10-14", 8)
		p.byPackage(lesson, p.manon)
		p.at("2026-10-12 12:00")
		id := p.arrives(p.address(), "Absence", "Manon est malade mercredi.")
		shown := p.mail(id)
		p.clock.put(shown.Proposals[0].Consequence.Closes.Add(-time.Minute))
		if again := p.mail(id); again.Proposals[0].Key != shown.Proposals[0].Key {
			t.Fatalf("%q became %q", shown.Proposals[0].Key, again.Proposals[0].Key)
		}
		p.clock.put(shown.Proposals[0].Consequence.Closes.Add(time.Minute))
		now := refused(p, id, shown, true)
		if got := outcomes(now); !slices.Equal(got, []booking.Outcome{booking.Counted}) || p.states(lesson)[0] != booking.Booked {
			t.Fatalf("%v, %v", got, p.states(lesson))
		}
		accepted(p, id, now)
		if len(p.vouchers()) != 0 || p.states(lesson)[0] != booking.CancelledLate {
			t.Errorf("%d vouchers, %v", len(p.vouchers()), p.states(lesson))
		}
	})
	t.Run("the last voucher was used up", func(t *testing.T) {
		p := newPost(t)
		p.sendsBy(1)
		p.change(func(c *club.Policy) { c.VouchersASeason = 1 })
		p.byPackage(p.group("2026-10-14", 8), p.manon)
		other := p.byPackage(p.group("2026-10-21", 8), p.manon)
		p.at("2026-10-12 12:00")
		id := p.arrives(p.address(), "Absence", "Manon est malade mercredi.")
		shown := p.mail(id)
		p.cancelled(other, booking.MakesVoucher)
		now := refused(p, id, shown, true)
		if got := outcomes(now); !slices.Equal(got, []booking.Outcome{booking.NoVoucher}) {
			t.Fatalf("%v", got)
		}
		accepted(p, id, now)
	})
	t.Run("two absences of one mail share what is left", func(t *testing.T) {
		p := newPost(t)
		p.sendsBy(1)
		p.change(func(c *club.Policy) { c.VouchersASeason = 1 })
		for _, day := range []calendar.Day{"2026-10-14", "2026-10-21"} {
			p.byPackage(p.group(day, 8), p.manon)
		}
		p.at("2026-10-12 12:00")
		id := p.arrives(p.address(), "Absence", "Manon sera absente du 14 au 21 octobre.")
		shown := p.mail(id)
		if got := outcomes(shown); !slices.Equal(got, []booking.Outcome{booking.MakesVoucher, booking.NoVoucher}) {
			t.Fatalf("%v", got)
		}
		accepted(p, id, shown)
		if len(p.vouchers()) != 1 {
			t.Errorf("%d vouchers", len(p.vouchers()))
		}
	})
	t.Run("only the second of two absences, in words of one's own", func(t *testing.T) {
		p := newPost(t)
		p.sendsBy(1)
		p.change(func(c *club.Policy) { c.VouchersASeason = 1 })
		for _, day := range []calendar.Day{"2026-10-14", "2026-10-21"} {
			p.byPackage(p.group(day, 8), p.manon)
		}
		p.at("2026-10-12 12:00")
		id := p.arrives(p.address(), "Absence", "Manon sera absente du 14 au 21 octobre.")
		shown := p.mail(id)
		second := desk.AcceptMail{Items: []desk.AcceptedItem{{Key: shown.Proposals[1].Key}}, Answer: "C’est noté, à bientôt."}
		_, err := p.AcceptMail(ctx, p.req(), id, second) // as it was shown with the first
		p.refuses(err, club.CodeMailChanged)
		alone, err := p.Mail(ctx, id, []string{shown.Proposals[0].Ref})
		p.must(err)
		if got := outcomes(alone)[1]; got != booking.MakesVoucher || len(p.vouchers()) != 0 || alone.Proposals[1].Ref != shown.Proposals[1].Ref {
			t.Fatalf("%v, %d vouchers", got, len(p.vouchers()))
		}
		second.Items[0].Key = alone.Proposals[1].Key
		_, err = p.AcceptMail(ctx, p.req(), id, second)
		p.must(err)
		if len(p.vouchers()) != 1 {
			t.Errorf("%d vouchers", len(p.vouchers()))
		}
	})
	t.Run("part of the invoice was paid", func(t *testing.T) {
		p := newPost(t)
		home := p.householdOf(p.manon)
		sale := p.sellTo(home, p.goods("Bombe", 14000))
		id := p.arrives("notifications@stripe.com", "Paiement reçu", "Paiement reçu : 70,00 EUR, référence "+sale.Invoice.Number)
		shown := p.mail(id)
		_, err := p.Receive(ctx, p.req(), desk.Receive{Household: home, Invoices: []billing.InvoiceID{sale.Invoice.ID}, Tenders: []billing.Tender{{Way: billing.Cash, Cents: 10000}}})
		p.must(err)
		if now := refused(p, id, shown, false); now.Proposals[0].Remaining != 4000 {
			t.Errorf("%+v", now.Proposals)
		}
	})
}

func TestAMailIsReadOnceAndOldOnesAskForNothing(t *testing.T) {
	p := newPost(t)
	id := p.arrives(p.address(), "Bonjour", "Rien de spécial.")
	again := p.mail(id)
	raw := mail.Raw{UID: 99, Arrived: again.Written, Body: nil}
	old := mail.Raw{UID: 7, Arrived: p.clock.now().AddDate(0, -1, 0), Body: []byte("From: a@b.example\r\nSubject: ancien\r\n\r\nManon est malade demain.\r\n")}
	older := mail.Raw{UID: 8, Arrived: p.clock.now().AddDate(-3, 0, 0), Body: []byte("From: a@b.example\r\nSubject: trop ancien\r\n\r\nx\r\n")}
	p.must(p.keeper.Keep(ctx, []mail.Raw{raw, old, older}, mail.Position{Validity: 2, UID: 99}))
	p.must(p.keeper.Keep(ctx, []mail.Raw{old}, mail.Position{Validity: 3, UID: 1}))
	rows, err := p.Mails().Rows(ctx, desk.ListQuery{})
	p.must(err)
	var said []string
	for _, m := range rows {
		said = append(said, m.Subject+" "+string(m.State))
	}
	if got := strings.Join(said, ", "); got != " new, Bonjour new, ancien filed" {
		t.Errorf("kept: %s", got)
	}
	wrong := mail.Raw{UID: 100, Arrived: p.clock.now(), Body: []byte("Date: Sat, 1 Jan 2000 00:00:00 +0000\r\nFrom: a@b.example\r\nSubject: pendule\r\n\r\nx\r\n")}
	p.must(p.keeper.Keep(ctx, []mail.Raw{wrong}, mail.Position{Validity: 3, UID: 1}))
	if rows, err = p.Mails().Rows(ctx, desk.ListQuery{}); err != nil || len(rows) != 4 || !rows[0].Written.Equal(p.clock.now()) && !rows[1].Written.Equal(p.clock.now()) {
		t.Errorf("a sender whose clock is wrong: %+v, %v", rows, err)
	}
	at, err := p.keeper.Position(ctx)
	if err != nil || at != (mail.Position{Validity: 3, UID: 1}) {
		t.Errorf("position %+v, %v", at, err)
	}
	other, err := p.MailKeeper(mail.Account{Server: mail.Server{Host: "other.example"}}).Position(ctx)
	if err != nil || other != (mail.Position{}) {
		t.Errorf("another mailbox was read: %+v", other)
	}
}

func TestAMailIsFiledTiedAndTakenBack(t *testing.T) {
	p := newPost(t)
	p.group("2026-10-14", 8)
	p.byPackage(p.group("2026-10-14", 8), p.manon)
	p.at("2026-10-12 12:00")
	id := p.arrives("Mamie <mamie@ailleurs.example>", "Manon", "Manon est malade mercredi.")
	if view := p.mail(id); view.Household != 0 || view.Answer != nil || len(view.Proposals) != 1 || view.Proposals[0].Can {
		t.Fatalf("a stranger's: %+v", view)
	}
	tied, err := p.TieMail(ctx, p.req(), id, desk.TieMail{Household: p.householdOf(p.manon)})
	p.must(err)
	if !tied.Tied || len(tied.Proposals) != 1 || !tied.Proposals[0].Can || tied.Answer == nil {
		t.Errorf("tied: %+v", tied)
	}
	p.must(p.undoes())
	if p.mail(id).Household != 0 {
		t.Error("the tie stays")
	}
	filed, err := p.FileMail(ctx, p.req(), id, desk.FileMail{Filed: true})
	p.must(err)
	if filed.State != sqlite.MailFiled || len(filed.Proposals) != 0 {
		t.Errorf("filed: %+v", filed)
	}
	p.must(p.undoes())
	if p.mail(id).State != sqlite.MailNew {
		t.Error("it stays away")
	}
	_, err = p.Mail(ctx, 12345, nil)
	p.refuses(err, club.CodeMailGone)
}

func TestAPaperComesIntoTheRidersFileOnceAPersonSaysSo(t *testing.T) {
	p := newPost(t)
	id := p.arrives(p.address(), "Papiers", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nVoici le papier de Manon.\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"../../papier.pdf\"\n\n%PDF-1.4\n%%EOF\n--b--\n")
	view := p.mail(id)
	if len(view.Proposals) != 1 || view.Proposals[0].Sure || !view.Proposals[0].Can || view.Proposals[0].Rider != p.manon || view.Files[0].Name != "papier.pdf" {
		t.Fatalf("%+v", view)
	}
	item := desk.AcceptedItem{Key: view.Proposals[0].Key, Rider: p.manon, Paper: "rules"}
	_, err := p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: item.Key, Rider: p.manon, Paper: "unheard"}}})
	p.refuses(err, club.CodePaperNotFound)
	_, err = p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{item}})
	p.must(err)
	papers, err := p.RiderPapers(ctx, p.manon)
	p.must(err)
	if len(papers.Scans) != 1 || papers.Scans[0].Paper != "rules" {
		t.Fatalf("scans: %+v", papers.Scans)
	}
	p.must(p.undoes())
	if papers, err = p.RiderPapers(ctx, p.manon); err != nil || len(papers.Scans) != 0 || p.mail(id).State != sqlite.MailNew {
		t.Errorf("undone: %+v, %v", papers.Scans, err)
	}
}

func TestANoticeOfAPaymentIsBelievedOnlyWhenAllIsSure(t *testing.T) {
	p := newPost(t)
	p.trusts("mx.vaubrun.example")
	passed := "Authentication-Results: mx.vaubrun.example; dmarc=pass header.from=stripe.com\r\n"
	sell := func() (desk.Sale, string) {
		sale := p.sellTo(p.householdOf(p.manon), p.goods("Bombe", 7000))
		return sale, sale.Invoice.Number
	}
	_, number := sell()
	says := "Paiement reçu : 70,00 EUR, référence " + number
	forged := p.mail(p.arrives("notifications@stripe.com", "Paiement reçu", says))
	if forged.State != sqlite.MailNew || len(forged.Proposals) != 1 || forged.Proposals[0].Sure || !forged.Proposals[0].Can {
		t.Fatalf("without a server's word: %+v", forged.Proposals)
	}
	if p.remaining(number) != 7000 {
		t.Fatal("it was believed")
	}
	sure := p.mail(p.arrives("notifications@stripe.com", "Paiement reçu", says, passed))
	if sure.State != sqlite.MailDone || p.remaining(number) != 0 {
		t.Fatalf("sure: %s, %d remain", sure.State, p.remaining(number))
	}
	again := p.mail(p.arrives("notifications@stripe.com", "Paiement reçu", says+" (copie)", passed))
	if again.State != sqlite.MailNew || again.Proposals[0].Can {
		t.Errorf("twice: %+v", again.Proposals)
	}
	_, other := sell()
	p.arrives("notifications@stripe.com", "Paiement reçu", "Paiement reçu : 69,99 EUR, référence "+other, passed)
	if p.remaining(other) != 7000 {
		t.Error("another amount was believed")
	}
	byHand := p.arrives("notifications@stripe.com", "Paiement reçu", "70,00 EUR, "+other)
	_, err := p.AcceptMail(ctx, p.req(), byHand, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: p.mail(byHand).Proposals[0].Key}}})
	p.must(err)
	if p.remaining(other) != 0 {
		t.Errorf("%d remain", p.remaining(other))
	}
	p.refuses(p.undoes(), club.CodeLastingPayment)
	p.proved()
}

func TestASureNoticeOfAClosedDayIsBookedOnceTheNextDayBegins(t *testing.T) {
	p := newPost(t)
	p.trusts("mx.vaubrun.example")
	number := p.sellTo(p.householdOf(p.manon), p.goods("Bombe", 7000)).Invoice.Number
	day := calendar.DayOf(p.clock.now(), time.UTC)
	p.closes(day)
	id := p.arrives("notifications@stripe.com", "Paiement reçu", "Paiement reçu : 70,00 EUR, référence "+number, "Authentication-Results: mx.vaubrun.example; dmarc=pass header.from=stripe.com\r\n")
	tends := func() {
		t.Helper()
		_, err := p.TendLinks(ctx)
		p.must(err)
	}
	tends()
	if view := p.mail(id); view.State != sqlite.MailNew || p.remaining(number) != 7000 {
		t.Fatalf("%s, %d remain", view.State, p.remaining(number))
	}
	p.clock.put(p.clock.now().Add(24 * time.Hour))
	tends()
	tends()
	if view := p.mail(id); view.State != sqlite.MailDone || p.remaining(number) != 0 {
		t.Errorf("%s, %d remain", view.State, p.remaining(number))
	}
	var payments int
	p.ask("SELECT id FROM payments WHERE cents = 7000", func(*sql.Rows) error { payments++; return nil })
	if payments != 1 {
		t.Errorf("%d payments", payments)
	}
	p.proved()
}

// Two copies of one notice, in two addresses of the club or written twice by the
// provider, are one payment; of an amount days later a person need not be asked.
func TestOneNoticeInTwoCopiesIsBookedOnce(t *testing.T) {
	const passed = "Authentication-Results: mx.vaubrun.example; dmarc=pass header.from=stripe.com\r\n"
	for name, c := range map[string]struct {
		same  bool // Message-ID
		later time.Duration
		sure  bool
	}{"the same mail in two addresses": {same: true, later: 20 * 24 * time.Hour}, "written twice": {later: time.Hour}, "another one days later": {later: 6 * 24 * time.Hour, sure: true}} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t)
			p.trusts("mx.vaubrun.example")
			number := p.sellTo(p.householdOf(p.manon), p.goods("Bombe", 14000)).Invoice.Number
			says := "Paiement reçu : 70,00 EUR, référence " + number
			id := p.arrives("notifications@stripe.com", "Paiement reçu", says, passed)
			_, err := p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: p.mail(id).Proposals[0].Key}}})
			p.must(err)
			p.clock.put(p.clock.now().Add(c.later))
			if c.same {
				p.uid--
			}
			copied := p.mail(p.arrives("notifications@stripe.com", "Paiement reçu", says, passed, "Delivered-To: contact@vaubrun.example\r\n"))
			if got := copied.State == sqlite.MailDone && p.remaining(number) == 0; got != c.sure {
				t.Fatalf("booked %v, %d remain", got, p.remaining(number))
			}
			if !c.sure && !slices.Contains(copied.Proposals[0].Why, mail.WhyBooked) {
				t.Errorf("it does not say so: %v", copied.Proposals[0].Why)
			}
		})
	}
}

// A signature proves who wrote and not for whom: what a provider wrote to somebody else,
// handed on to the club unchanged, is proposed and says so. What it wrote to one of the
// club's addresses, and what came with one that the signature leaves open, is told apart.
func TestANoticeThatWasWrittenToSomebodyElseIsNotBelieved(t *testing.T) {
	const passed = "Authentication-Results: mx.vaubrun.example; dkim=pass header.d=stripe.com; dmarc=pass header.from=stripe.com\r\n"
	signed := func(fields string) string {
		return "DKIM-Signature: v=1; a=rsa-sha256; d=stripe.com; s=x;\r\n h=" + fields + "; bh=eA==; b=eA==\r\n"
	}
	for name, c := range map[string]struct {
		to, headers string
		sure        bool
	}{
		"to the mailbox":                       {"Accueil@Vaubrun.example", signed("From:To:Subject:Date"), true},
		"to another address of the club":       {"patron@ailleurs.example", signed("from : to : subject"), true},
		"by the way it came":                   {"accueil@vaubrun.example", "", true},
		"to the family":                        {"famille@courriel.example", signed("From:To:Subject"), false},
		"to the family, named as the club":     {"accueil@vaubrun.example <famille@courriel.example>", signed("From:To:Subject"), false},
		"to nobody":                            {"undisclosed-recipients:;", signed("From:To:Subject"), false},
		"to the club above the one it went to": {"accueil@vaubrun.example\r\nTo: famille@courriel.example", signed("From:To:Subject"), false},
		"to whom is not signed":                {"accueil@vaubrun.example", signed("From:Subject:Date"), false},
		"the subject is not signed":            {"accueil@vaubrun.example", signed("From:To"), false},
		"text was added behind what is signed": {"accueil@vaubrun.example", strings.Replace(signed("From:To:Subject"), "bh=", "l=12; bh=", 1), false},
		"one of two signatures leaves it open": {"accueil@vaubrun.example", signed("From:To:Subject") + signed("From"), false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t)
			p.trusts("mx.vaubrun.example")
			p.must(p.saveMail(func(m *club.Mail) { m.Addresses = []string{"patron@ailleurs.example"} }))
			number := p.sellTo(p.householdOf(p.manon), p.goods("Bombe", 7000)).Invoice.Number
			p.to = c.to
			view := p.mail(p.arrives("notifications@stripe.com", "Paiement reçu", "Paiement reçu : 70,00 EUR, référence "+number, passed, c.headers))
			if got := view.State == sqlite.MailDone && p.remaining(number) == 0; got != c.sure {
				t.Fatalf("booked %v: %+v", got, view.Proposals)
			}
			if !c.sure && (p.remaining(number) != 7000 || len(view.Proposals) != 1 || view.Proposals[0].Sure || !slices.Contains(view.Proposals[0].Why, mail.WhyNotToClub)) {
				t.Errorf("%d remain, %+v", p.remaining(number), view.Proposals)
			}
		})
	}
	p := newPost(t)
	p.refuses(p.saveMail(func(m *club.Mail) { m.Addresses = []string{"", "sans arobase"} }), club.CodeBadEmail)
}

// Where a provider makes every link, nothing is paid there without one: a person looks
// at a notice of what has none.
func TestANoticeOfWhatHasNoLinkAtTheClubsProviderIsLookedAt(t *testing.T) {
	p := newPost(t)
	p.trusts("mx.vaubrun.example")
	number := p.sellTo(p.householdOf(p.manon), p.goods("Bombe", 7000)).Invoice.Number
	p.change(func(c *club.Policy) { c.LinkProvider = "mollie" })
	view := p.mail(p.arrives("notifications@mollie.com", "Paiement reçu", "Paiement reçu : 70,00 EUR, référence "+number, "Authentication-Results: mx.vaubrun.example; dmarc=pass header.from=mollie.com\r\n"))
	if view.State != sqlite.MailNew || p.remaining(number) != 7000 || !view.Proposals[0].Can {
		t.Errorf("%s, %d remain, %+v", view.State, p.remaining(number), view.Proposals)
	}
}

// trusts believes what this server says about senders.
func (p *post) trusts(server string) {
	p.t.Helper()
	view, err := p.SettingsView(ctx)
	p.must(err)
	m := view.Mail
	m.TrustedServers, m.IMAPUser = []string{server}, "accueil@vaubrun.example"
	_, err = p.SaveMail(ctx, p.req(), desk.Change[club.Mail]{Version: view.Versions.Mail, Value: m})
	p.must(err)
}

func (p *post) remaining(number string) (cents int64) {
	p.t.Helper()
	doc, err := p.DocumentNumbered(ctx, number)
	p.must(err)
	return int64(doc.Remaining)
}

func TestErasingAFamilyErasesItsMails(t *testing.T) {
	p := newPost(t)
	home := p.join("Petit", "Jules")
	id := p.arrives("Jean Petit <"+home.Email+">", "Coucou", "Jules va bien")
	if p.mail(id).Household != home.ID {
		t.Fatal("not tied")
	}
	_, err := p.EraseHousehold(ctx, p.req(), home.ID, desk.EraseHousehold{Version: home.Version})
	p.must(err)
	view := p.mail(id)
	if view.Sender != "" || view.Subject != "" || len(view.TextRuns) != 0 || view.State != sqlite.MailFiled {
		t.Errorf("it stays: %+v", view.ReceivedMail)
	}
}
