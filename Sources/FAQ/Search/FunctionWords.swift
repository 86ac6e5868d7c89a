import Text

/// Words that carry a sentence rather than its meaning. They are not dropped ("what is covid" is all there is), but
/// weigh less than their rarity in a small FAQ suggests: few entries say "I do not know".
enum FunctionWords {
  /// What is left of such a word's weight.
  static let share = 0.5

  /// Term keys of a tongue's function words. Folded as match text is.
  static func keys(_ tongue: TermHasher.Tongue) -> Set<UInt64> {
    var hasher = TermHasher()
    var keys: Set<UInt64> = []
    for var word in list(tongue.stems).split(separator: " ").map(String.init) {
      keys.insert(word.withUTF8 { hasher.key(of: $0, tongue) })
    }
    return keys
  }

  /// Question words are not among them: "where" and "when" tell entries apart.
  private static func list(_ language: Language?) -> String {
    switch language {
    case .english:
      """
      a an the i im ive id you youre your my me mine we our us it its is are am be been was were do does did doing have \
      has had can could will would shall should may might must to of in on at for from with by about into up as and or \
      but if so this that these those there here any some please just only also too not dont doesnt didnt cant couldnt \
      isnt wont get got let want wanna need like know tell see try help hi hello hey thanks
      """
    case .german:
      """
      der die das den dem des ein eine einen einem einer eines ich du er sie es wir ihr mich mir dich dir sich uns euch \
      ihnen mein meine meinen meiner dein deine ihre ihren unser ist sind bin war waren sein hat habe haben hatte werden \
      wird wurde kann konnen konnte muss mussen soll will mochte und oder aber wenn dass ob in im an am auf aus bei bis \
      mit nach von vom zu zum zur fur uber um als auch nicht kein keine nur noch schon so da hier dies diese diesen bitte \
      danke hallo
      """
    case .french:
      """
      le la les un une des du de d l je j tu il elle on nous vous ils elles me m te t se s mon ma mes ton ta tes son sa \
      ses notre nos votre vos ce cet cette ces c est sont suis etes sommes etait etre ai as a avons avez ont avoir peut \
      peux puis pouvez dois doit faut veux veut voudrais et ou mais si que qu qui a au aux en dans sur sous par pour avec \
      sans ne n pas plus y bonjour merci
      """
    case .spanish:
      """
      el la los las un una unos unas de del al yo tu el ella nosotros ustedes usted me te se nos lo le les mi mis su sus \
      es son soy esta estan estoy ser estar ha he han hay haber tengo tiene tener puedo puede pueden poder debo quiero \
      quisiera y o pero si que a en con por para sin sobre no ya este esta esto ese esa hola gracias favor
      """
    case .italian:
      """
      il lo la i gli le l un uno una di del dello della dei delle d a al alla ai io tu lui lei noi voi mi ti si ci vi mio \
      mia miei mie suo sua e sono sei siamo era essere ho hai ha abbiamo avete hanno avere posso puo possiamo devo vorrei \
      voglio ed o ma se che in nel nella con per da dal su sul non piu questo questa quello ciao grazie
      """
    case .dutch:
      """
      de het een ik jij je u hij zij ze wij we jullie mij me mijn jouw uw zijn haar ons onze is ben bent was waren heb \
      hebt heeft hebben had kan kunt kunnen kon moet moeten wil wilt willen zal zou worden wordt en of maar als dat dit \
      die deze er in op aan bij met naar van voor door over om te uit niet geen ook nog al wel hallo dank
      """
    default: ""
    }
  }
}
