package dev.gatehouse.core.gateway;

/** Why a server has certainly not carried out a call, which may therefore be sent once more. */
enum NotDone {
  /** It has forgotten the session that the call came in. */
  SESSION_LOST,
  /** Its process had ended before the call was written. */
  PROCESS_ENDED,
  /** It does not speak the era that it was taken to speak. */
  OTHER_ERA,
  /** It asks for other headers than those of the tool as it was last listed. */
  OLD_HEADERS
}
