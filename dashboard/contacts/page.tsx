/** The contacts page: the list, or one contact's profile. */
import "./contacts.css";
import { useRoute } from "preact-iso";
import { ContactList } from "./list.tsx";
import { Profile } from "./profile.tsx";

export function ContactsPage() {
	const id = useRoute().params["id"];
	return <main class="page contacts">{id === undefined ? <ContactList /> : <Profile key={id} id={id} />}</main>;
}
