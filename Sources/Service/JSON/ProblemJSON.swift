/// `application/problem+json` (RFC 9457).
enum ProblemJSON {
  static func write(_ problem: Problem, to json: inout JSONWriter) {
    json.object { json in
      json.key("type")
      json.string("about:blank")
      json.key("title")
      json.string(problem.code.title.description)
      json.key("status")
      json.number(problem.code.status)
      json.key("code")
      json.string(problem.code.rawValue)
      json.key("detail")
      json.string(problem.detail)
      if let pointer = problem.pointer {
        json.key("pointer")
        json.string(pointer)
      }
      if let line = problem.line {
        json.key("line")
        json.number(line)
      }
    }
  }
}
