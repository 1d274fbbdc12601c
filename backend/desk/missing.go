package desk

import "paddock/backend/club"

// required collects the names of required things that are not there.
type required []string

func (r *required) want(name string, there bool) {
	if !there {
		*r = append(*r, name)
	}
}

// missingOf lists what a household still lacks of what PRODUCT section 2
// requires: its address, an e-mail, one mobile phone. A guest is known by e-mail
// alone and lacks nothing.
func missingOf(h club.Household) []string {
	list := required{}
	if h.Kind == guest {
		return list
	}
	var address club.Address
	for _, a := range h.Addresses {
		if a.Default {
			address = a
		}
	}
	mobile := false
	for _, c := range h.Contacts {
		mobile = mobile || c.Mobile != ""
	}
	list.want("street", address.Street != "")
	list.want("postalCode", address.PostalCode != "")
	list.want("town", address.Town != "")
	list.want("email", h.Email != "")
	list.want("mobile", mobile)
	return list
}

// missingOfRider lists what a rider still lacks; without names there is no
// rider.
func missingOfRider(r club.Rider) []string {
	list := required{}
	list.want("civility", r.Civility != "")
	list.want("sex", r.Sex != "")
	list.want("birthDate", r.BirthDate != "")
	return list
}

// sellerLacks is what the law asks of the club on its invoices and it has not
// said of itself yet, as the settings name it.
func sellerLacks(c clubNow) club.Names {
	names := club.Names{}
	for _, field := range c.SellerLacks() {
		names = append(names, inAll("settings."+field))
	}
	return names
}

// checkSeller refuses to issue an invoice that lacks a mention while the club
// charges VAT: each is fined, and no invoice can be mended (CGI art. 1737). A
// club outside VAT is told, and never stopped.
func (c clubNow) checkSeller() error {
	if lacks := sellerLacks(c); len(lacks) > 0 && !c.Policy.OutsideVAT {
		return club.Refuse(club.CodeSellerIncomplete).On("seller").With("fields", lacks)
	}
	return nil
}
