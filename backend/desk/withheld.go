package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// awaitedFiles are the riders whose files a link over invoices waits for: those
// of the lines whose offers have their link wait, and whose file is not complete
// today (PRODUCT sections 2 and 9).
func awaitedFiles(tx *sqlite.Tx, c clubNow, invoices []billing.InvoiceID) ([]club.RiderID, error) {
	var riders []club.RiderID
	for _, id := range invoices {
		doc, err := tx.Document(id)
		if err != nil {
			return nil, err
		}
		for _, line := range doc.Lines {
			if line.Rider == 0 || slices.Contains(riders, line.Rider) {
				continue
			}
			offer, err := tx.Offer(line.Offer)
			if err != nil {
				return nil, err
			}
			if offer.LinkWaits(c.Policy.FileBeforeLink) {
				riders = append(riders, line.Rider)
			}
		}
	}
	return incomplete(tx, c, riders)
}

// incomplete keeps the riders whose file is not complete today.
func incomplete(tx *sqlite.Tx, c clubNow, riders []club.RiderID) ([]club.RiderID, error) {
	files, err := filesOf(tx, c, riders...)
	return slices.DeleteFunc(slices.Clone(riders), func(r club.RiderID) bool { return files[r].Complete }), err
}

// releaseLinks gives out every link whose riders' files are all complete by now.
// A change of the list ends with it, so that nobody has to think of the links.
func releaseLinks(tx *sqlite.Tx, c clubNow, actor club.Actor) error {
	links, err := tx.WithheldLinks()
	if err != nil {
		return err
	}
	return giveOut(tx, c, actor, links)
}

// releaseLinksFor does so for the links that wait for a rider: a change of a file, a
// rider or a family ends with it.
func releaseLinksFor(tx *sqlite.Tx, c clubNow, actor club.Actor, rider club.RiderID) error {
	links, err := tx.WithheldFor(rider)
	if err != nil || len(links) == 0 {
		return err
	}
	return giveOut(tx, c, actor, links)
}

func giveOut(tx *sqlite.Tx, c clubNow, actor club.Actor, links []sqlite.HeldLink) error {
	var riders []club.RiderID
	for _, link := range links {
		riders = append(riders, link.Riders...)
	}
	files, err := filesOf(tx, c, riders...)
	if err != nil {
		return err
	}
	for _, link := range links {
		if slices.ContainsFunc(link.Riders, func(r club.RiderID) bool { return !files[r].Complete }) {
			continue
		}
		if link.Cart != 0 { // its time may be over, or its price another
			if err := followCart(tx, c, actor, link.Cart); err != nil {
				return err
			}
			if now, err := tx.CartRequest(link.Cart); err != nil {
				return err
			} else if now.ID != link.Request || !now.Withheld {
				continue
			}
		}
		if err := tx.ReleaseLink(link.Request, 0, actor); err != nil {
			return err
		}
		if err := tx.Seal(journal.LinkReleased, actor, link.Number, releasedLink{Request: link.Request}); err != nil {
			return err
		}
		if err := mailReleased(tx, c, actor, link.Request); err != nil {
			return err
		}
	}
	return nil
}

// mailReleased sends what a link that is given out asks for, with the link in it
// (PRODUCT section 2). A family without an address, and all while the club sends
// nothing, stay on the list of links to give out.
func mailReleased(tx *sqlite.Tx, c clubNow, actor club.Actor, request int64) error {
	if cart, err := tx.CartOfRequest(request); err != nil || cart != 0 {
		return firstError(err, mailCartLink(tx, c, actor, cart))
	}
	if !c.Mail.Sending || c.training {
		return nil
	}
	open, err := tx.OpenOfRequest(request)
	if err != nil || len(open) == 0 {
		return err
	}
	var docs []billing.Document
	for _, o := range open {
		doc, err := tx.Document(o.Invoice)
		if err != nil {
			return err
		}
		docs = append(docs, doc)
	}
	family, err := standing(tx, docs[0].Household)
	if err != nil || family == 0 {
		return err
	}
	home, err := tx.HouseholdHead(family)
	if err != nil || home.Email == "" {
		return err
	}
	_, err = mailInvoices(tx, c, actor, family, docs, mailPaper)
	return err
}

// releasedLink is a link that was given out, as the chain holds it. An override
// of the owner carries the hash of its reason.
type releasedLink struct {
	Request int64  `json:"request"`
	Reason  string `json:"reason,omitempty"`
}

// UnlockLink is the owner's reason to give a link out before the files are
// complete.
type UnlockLink struct {
	Reason string `json:"reason" maxLength:"500"`
}

// UnlockLink gives a withheld link out although a file is incomplete, with a
// reason: the owner's override (PRODUCT section 9).
func (d *Desk) UnlockLink(ctx context.Context, req Request, invoice billing.InvoiceID, in UnlockLink) (DocumentView, error) {
	body := struct {
		Invoice billing.InvoiceID
		In      UnlockLink
	}{invoice, in}
	return write(ctx, d, req, "unlockLink", body, func(tx *sqlite.Tx) (DocumentView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DocumentView{}, err
		}
		view, err := viewDocument(tx, c, invoice)
		if err != nil {
			return DocumentView{}, err
		}
		at := slices.IndexFunc(view.Requests, func(r sqlite.Request) bool { return r.Withheld })
		if at < 0 {
			return DocumentView{}, club.Refuse(club.CodeNotWithheld)
		}
		if err := unlock(tx, c, req.Actor, view.Requests[at].ID, view.Number, in.Reason); err != nil {
			return DocumentView{}, err
		}
		return viewDocument(tx, c, invoice)
	})
}

// unlock gives a withheld link out before the files are complete, for a reason.
func unlock(tx *sqlite.Tx, c clubNow, actor club.Actor, request int64, document, reason string) error {
	text, salt := clean(reason), rand.Text()
	if text == "" {
		return club.Refuse(club.CodeRequired).On("reason")
	}
	row, err := tx.InsertReason(salt, text)
	if err != nil {
		return err
	}
	if err := tx.ReleaseLink(request, row, actor); err != nil {
		return err
	}
	sealed := releasedLink{Request: request, Reason: journal.Reason(salt, text)}
	if err := tx.Seal(journal.OverrideMade, actor, document, sealed); err != nil {
		return err
	}
	return mailReleased(tx, c, actor, request)
}

// AwaitedFile is a rider whose file a link waits for, and what it waits for.
type AwaitedFile struct {
	Rider   club.RiderID `json:"rider"`
	Name    string       `json:"name"`
	Missing club.Names   `json:"missing" nullable:"false"`
}

// awaitedBy names the files that the withheld link over an invoice waits for;
// none when no link is withheld. A file that became complete by the calendar
// alone is named without a paper: the next change of a file releases the link.
func awaitedBy(tx *sqlite.Tx, c clubNow, requests []sqlite.Request) ([]AwaitedFile, error) {
	list := []AwaitedFile{}
	if !slices.ContainsFunc(requests, func(r sqlite.Request) bool { return r.Withheld }) {
		return list, nil
	}
	links, err := tx.WithheldLinks()
	if err != nil {
		return nil, err
	}
	for _, link := range links {
		if !slices.ContainsFunc(requests, func(r sqlite.Request) bool { return r.ID == link.Request }) {
			continue
		}
		files, err := filesOf(tx, c, link.Riders...)
		if err != nil {
			return nil, err
		}
		for _, id := range link.Riders {
			rider, err := tx.Rider(id)
			if err != nil {
				return nil, errors.Join(err, club.Refuse(club.CodeRiderNotFound))
			}
			if !files[id].Complete {
				list = append(list, AwaitedFile{Rider: id, Name: rider.Name(), Missing: files[id].Missing()})
			}
		}
	}
	return list, nil
}

// withheldText says on a paper why it has no payment code.
func withheldText(lang locale.Lang, files []AwaitedFile) string {
	var sentences []string
	for _, f := range files {
		sentences = append(sentences, locale.Text(lang, "paper.withheld.file", locale.Params{"name": f.Name, "papers": f.Missing}))
	}
	return strings.Join(append(sentences, locale.Text(lang, "paper.withheld.then", nil)), " ")
}
