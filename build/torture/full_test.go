//go:build torture

package torture

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// A disk fills up while the desk sells: it is told so in words, nothing
// acknowledged is lost, and once room is made the same program sells on (R4).
func TestAFullDiskLosesNothingAndTheDeskGoesOnOnceThereIsRoom(t *testing.T) {
	model, disk := newClub(t), smallDisk(t)
	for round := range rounds(100, 3) {
		dir := filepath.Join(disk, "club")
		must(t, os.CopyFS(dir, os.DirFS(model)))
		d, err := open(dir)
		must(t, err)
		offer, owner := firstOffer(t, d)
		var acks []string
		sell := func(most int) error {
			for range most {
				cart, err := d.OpenCart(ctx, desk.Request{Actor: owner}, 0, desk.AddLine{Offer: offer, Quantity: 1})
				if err != nil {
					return err
				}
				sale, err := d.Checkout(ctx, desk.Request{Actor: owner}, cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: []billing.Tender{{Way: billing.Cash, Cents: cart.Total, Tendered: cart.Total}}})
				if err != nil {
					return err
				}
				acks = append(acks, sale.Invoice.Number)
			}
			return nil
		}
		must(t, sell(round%5))
		ballast := filepath.Join(disk, "ballast")
		fill(t, ballast, 64<<10+round*4096%(256<<10))
		if err := sell(10_000); !errors.Is(err, club.Refuse(club.CodeDiskFull)) {
			t.Fatalf("round %d, the disk is full: %v", round, err)
		}
		must(t, os.Remove(ballast))
		if err := sell(3); err != nil {
			t.Fatalf("round %d, there is room again: %v", round, err)
		}
		must(t, d.Close())
		if wrong := judge(dir, acks); wrong != "" {
			t.Fatalf("round %d: %s", round, wrong)
		}
		must(t, os.RemoveAll(dir))
	}
}

// smallDisk is a disk of 16 MB of its own.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=16m", "paddock-torture", dir).CombinedOutput(); err != nil {
		t.Skipf("only root may mount a small disk: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
	return dir
}

// fill leaves so many bytes free on the disk that the file is on.
func fill(t *testing.T, file string, free int) {
	t.Helper()
	out, err := os.Create(file)
	must(t, err)
	defer out.Close()
	for block := make([]byte, 64<<10); ; {
		if _, err := out.Write(block); err != nil {
			break
		}
	}
	info, err := out.Stat()
	must(t, err)
	must(t, out.Truncate(info.Size()-int64(free)))
}

func firstOffer(t *testing.T, d *desk.Desk) (catalogue.OfferID, club.Actor) {
	t.Helper()
	offers, err := d.OffersFor(ctx, 0, 0)
	must(t, err)
	owner, err := d.Person(ctx, "")
	must(t, err)
	if len(offers.Fits) == 0 {
		t.Fatal("the club sells nothing to nobody in particular")
	}
	return offers.Fits[0].Offer.ID, owner
}

func must(t *testing.T, err error) {
	if err != nil {
		t.Helper()
		t.Fatal(err)
	}
}
