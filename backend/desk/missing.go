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
