/**
 * The journal that may never lie. Offers {@code Journal} (append an event, get a {@code Reference};
 * what "written" means is a {@code Level}) and {@code AuditReader} (find, tail, read on, verify;
 * works while the journal is written).
 *
 * <p>A journal is a directory. Each <em>lane</em> is a hash chain of its own, appended by one
 * thread without locks into memory-mapped segments. Signed <em>heads</em> tie the lanes together,
 * so that a lane, a segment or a tail that was taken away is missed. What heads cannot show is a
 * journal that was rolled back as a whole to an earlier state: for that, keep the newest head
 * somewhere else.
 *
 * <p>Never decides about a call, never changes what was written, and never keeps a text that the
 * {@code Redactor} did not see.
 */
@NullMarked
package dev.gatehouse.core.audit;

import org.jspecify.annotations.NullMarked;
