/// One of several requests of a message.
struct ClauseRequest {
  /// Bytes of the message as it was typed.
  var raw: Range<Int>
  var decision: Decision
  /// What it was understood as.
  var intent: String
  /// What else the message names belongs to what is not wanted.
  var standsAlone = false
}
