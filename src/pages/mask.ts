/**
 * Shows enough of an address for its owner to know it, and too little for anybody else:
 * `steve.wozniak@gmail.com` becomes `s•••@gmail.com`. A contact ID shows nothing.
 */
export function maskContact(contact: string): string | undefined {
  const at = contact.lastIndexOf("@");
  const [first] = contact;
  return at > 0 && first !== undefined ? `${first}•••${contact.slice(at)}` : undefined;
}
