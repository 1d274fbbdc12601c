package billing

import (
	"fmt"
	"slices"
	"strings"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Posting is one side of an accounting entry. Accounts are named by role;
// numbers are mapped at export (PRODUCT section 9, Accounting). The amount is
// debited when positive and credited when negative.
type Posting struct {
	Role      string
	Cents     money.Cents
	Household club.HouseholdID // on the role customers
}

// Roles of the household's account, of what the club owes to those who hold its
// gift cards, and of what its own people hold.
const (
	roleCustomers = "customers"
	roleGiftCards = "giftCards"
	roleHeld      = "heldByStaff" // money the club was paid that is not in its till
)

// salesRole is where the net of a line goes: revenue when it is delivered at
// once, deferred when lessons are still to be given, a debt towards a third
// party for a licence or towards the holder of a gift card.
func salesRole(line Line, vat club.VATKind) string {
	switch {
	case vat == club.ThirdParty:
		return "thirdParty." + string(line.Kind)
	case line.Kind == catalogue.GiftCard:
		return roleGiftCards
	case Deferred(line.Kind):
		return deferredRole + string(line.Kind)
	}
	return earnedRole(line.Kind, line.Account)
}

// earnedRole is the revenue of what was sold of a kind: sales.card, and where its offer
// has an account of its own sales.card@706110.
func earnedRole(kind catalogue.Kind, account string) string {
	if account != "" {
		account = "@" + account
	}
	return "sales." + string(kind) + account
}

// OwnAccount parts a role from the number of the account that stands in it; "" where the
// role has that of the mapping.
func OwnAccount(role string) (mapped, number string) {
	mapped, number, _ = strings.Cut(role, "@")
	return mapped, number
}

// VATRole names the VAT of a rate, declared or still pending: vat.0550.
func VATRole(rate money.Rate, pending bool) string {
	if pending {
		return fmt.Sprintf("vat.pending.%04d", rate)
	}
	return fmt.Sprintf("vat.%04d", rate)
}

// IssuePostings books a document: the customer owes the total, each kind of
// thing sold earns its net, each rate its VAT. With VAT on collection the VAT of
// services waits until money comes (CGI 269-2-c); that of goods is due at once,
// with their delivery. The net of a group is shared over its kinds by largest
// remainder, so the entry balances to the cent.
func IssuePostings(doc Document, onCollection bool) []Posting {
	if doc.Kind == Opening {
		return openingPostings(doc)
	}
	postings := []Posting{{Role: roleCustomers, Cents: doc.Total, Household: doc.Household}}
	for _, group := range doc.VAT {
		roles, gross := grossByRole(doc.Lines, group)
		for i, net := range nets(group, gross) {
			postings = append(postings, Posting{Role: roles[i], Cents: -net})
		}
		waiting := money.Cents(0)
		if onCollection {
			waiting = serviceTax(doc, group)
		}
		postings = append(postings,
			Posting{Role: VATRole(group.Rate, true), Cents: -waiting},
			Posting{Role: VATRole(group.Rate, false), Cents: waiting - group.Tax})
	}
	return merged(postings)
}

// serviceTax is the part of a group's VAT that its services carry, shared by
// their amounts.
func serviceTax(doc Document, group VATGroup) money.Cents {
	var services, goods money.Cents
	for _, line := range doc.Lines {
		for _, part := range line.Parts {
			switch {
			case !group.holds(part):
			case line.Kind.Service():
				services += part.Cents
			default:
				goods += part.Cents
			}
		}
	}
	if opposed(services, goods) {
		_, tax := group.Rate.Split(services)
		return tax
	}
	return money.Share(group.Tax, []money.Cents{services.Abs(), goods.Abs()})[0]
}

// nets shares the net of a group over its roles. Where a credit note gives one
// role back and takes from another, because a discount falls, each has the net
// of its own amount and the largest takes the remainder.
func nets(group VATGroup, gross []money.Cents) []money.Cents {
	magnitudes, mixed, largest := make([]money.Cents, len(gross)), false, 0
	for i := range gross {
		magnitudes[i] = gross[i].Abs()
		mixed = mixed || opposed(gross[0], gross[i]) || opposed(gross[i], group.Gross)
		if magnitudes[i] > magnitudes[largest] {
			largest = i
		}
	}
	if !mixed {
		return money.Share(group.Net, magnitudes)
	}
	shares, rest := make([]money.Cents, len(gross)), group.Net
	for i := range gross {
		if i != largest {
			shares[i], _ = group.Rate.Split(gross[i])
			rest -= shares[i]
		}
	}
	shares[largest] = rest
	return shares
}

func opposed(a, b money.Cents) bool { return a < 0 && b > 0 || a > 0 && b < 0 }

func grossByRole(lines []Line, group VATGroup) (roles []string, gross []money.Cents) {
	return grossBy(lines, group, func(line Line, part Part) (string, bool) { return salesRole(line, part.Kind), true })
}

// grossBy adds up the parts of a group by a key, in the order keys first appear;
// parts that have none are left out.
func grossBy[K comparable](lines []Line, group VATGroup, key func(Line, Part) (K, bool)) (keys []K, gross []money.Cents) {
	for _, line := range lines {
		for _, part := range line.Parts {
			k, has := key(line, part)
			if !has || !group.holds(part) {
				continue
			}
			at := slices.Index(keys, k)
			if at < 0 {
				at = len(keys)
				keys, gross = append(keys, k), append(gross, 0)
			}
			gross[at] += part.Cents
		}
	}
	return keys, gross
}

// PaymentPostings books money received, or with the other sign money that went
// back.
func PaymentPostings(p Payment) []Posting {
	role := p.Way.Role()
	switch {
	case p.Back == Refunded, p.Detail.Slip != 0: // a cheque at the bank is taken back from its account
		role = p.Way.RoleOut()
	case p.Detail.HeldBy != 0:
		role = roleHeld
	}
	return []Posting{
		{Role: role, Cents: p.Cents},
		{Role: roleCustomers, Cents: -p.Cents, Household: p.Household},
	}
}

// BroughtPostings books that money somebody held is with the club's own.
func BroughtPostings(p Payment) []Posting {
	return []Posting{{Role: p.Way.Role(), Cents: p.Cents}, {Role: roleHeld, Cents: -p.Cents}}
}

// DepositPostings books that cheques in hand went to the bank, or with the other
// sign that they did not. Holiday vouchers at their issuer are the club's until it
// pays: see PayoutPostings.
func DepositPostings(way Way, cents money.Cents) []Posting {
	if way != Cheque {
		return nil
	}
	return []Posting{{Role: Transfer.Role(), Cents: cents}, {Role: Cheque.Role(), Cents: -cents}}
}

// CollectionPostings moves VAT from pending to declared as a document goes from
// before to after. Each rate's declared VAT is always round(VAT × paid ÷ total) of its
// services, so the last cent falls with the last payment (PRODUCT section 9); what
// its own credit notes set off is taken from both, see declared.
func CollectionPostings(doc Document, before, after Resolved) []Posting {
	var postings []Posting
	for _, group := range doc.VAT {
		service := func(d Document) money.Cents { return serviceTaxAt(d, group) }
		delta := declared(doc, after, service) - declared(doc, before, service)
		postings = append(postings,
			Posting{Role: VATRole(group.Rate, true), Cents: delta},
			Posting{Role: VATRole(group.Rate, false), Cents: -delta})
	}
	return merged(postings)
}

// merged adds up postings of one role and household and drops zeros.
func merged(postings []Posting) []Posting {
	var out []Posting
next:
	for _, p := range postings {
		for i := range out {
			if out[i].Role == p.Role && out[i].Household == p.Household {
				out[i].Cents += p.Cents
				continue next
			}
		}
		out = append(out, p)
	}
	kept := out[:0]
	for _, p := range out {
		if p.Cents != 0 {
			kept = append(kept, p)
		}
	}
	return kept
}
