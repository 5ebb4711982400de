"""English forms that no suffix rule finds, and words that only look like forms: tables for word families."""

from __future__ import annotations

_VERBS = """
be am is are was were been being; have has had having; do does did done doing; go goes went gone; arise arose
arisen; awake awoke awoken; bear bore borne; beat beaten; become became becoming; begin began begun beginning; bend
bent; bind bound; bite bit bitten; bleed bled; blow blew blown; break broke broken; breed bred; bring brought;
build built; burn burnt; buy bought; catch caught; choose chose chosen choosing; cling clung; come came coming;
creep crept; deal dealt; dig dug digging; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven; eat
ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled fleeing; fly flew flown
flies; forbid forbade forbidden forbidding; foresee foresaw foreseen; forget forgot forgotten forgetting; forgive
forgave forgiven; freeze froze frozen; get got gotten getting gets; give gave given giving; grind ground; grow grew
grown; hang hung; hear heard; hide hid hidden; hold held; keep kept; kneel knelt; know knew known; lay laid; lead
led lean leant; leap leapt; learn learnt; leave left leaving; lend lent; lie lay lain lying; lose lost losing; make
made making; mean meant; meet met; mislead misled; mistake mistook mistaken; misunderstand misunderstood; outgrow
outgrew; overcome overcame; oversee oversaw overseen overseeing; overtake overtook overtaken; pay paid; prove
proven proved; quit quitting; repay repaid; ride rode ridden; ring rang rung; rise rose risen rising; run ran
running; say said says; see saw seen seeing; seek sought; sell sold; send sent; shake shook shaken; shine shone;
shoot shot; show shown shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat sitting; sleep slept; slide
slid; speak spoke spoken spend spent; spin spun; spring sprang sprung; stand stood; steal stole stolen; stick
stuck; strike struck stricken; strive strove striven; swear swore sworn; sweep swept; swim swam swum; swing swung;
take took taken taking; teach taught; tear tore torn; tell told; think thought; throw threw thrown; undergo
underwent undergone; understand understood; undertake undertook undertaken undertaking; uphold upheld; wake woke
woken; wear wore worn; weave wove woven; weep wept; win won winning; wind wound; withdraw withdrew withdrawn;
withhold withheld; withstand withstood; write wrote written writing writes; rewrite rewrote rewritten rewriting;
undo undid undone; outdo outdid outdone; redo redid redone; behold beheld; agree agreed agreeing; disagree
disagreed disagreeing; decree decreed; free freed freeing; guarantee guaranteed guaranteeing; die died dying; tie
tied tying; dye dyed; use used using uses; refer referred referring; focus focused focusing focussed focuses; bias
biased biases; create created creating; travel travelled travelling; control controlled controlling; cancel
cancelled cancelling; label labelled labelling; model modelled modelling; level levelled levelling; signal
signalled signalling; fuel fuelled fuelling; compel compelled compelling; expel expelled expelling; excel excelled
excelling; rebel rebelled; fulfil fulfilled fulfilling; enrol enrolled enrolling; total totalled totalling; channel
channelled channelling; counsel counselled counselling; patrol patrolled; program programmed programming; programme
programmes; equip equipped equipping; add added adding adds; err erred erring; solicit solicited; complete
completed completing; delete deleted deleting; compete competed competing; develop developed developing; change
changed changing; unite united uniting; ignite ignited; invite invited inviting; cite cited citing; incite incited;
excite excited exciting; postpone postponed postponing; condone condoned; interfere interfered interfering; adhere
adhered adhering; persevere persevered; ignore ignored ignoring; explore explored exploring; restore restored
restoring; store stored storing; deplore deplored; accede acceded; concede conceded conceding; impede impeded
impeding; precede preceded preceding; console consoled; taste tasted; waste wasted wasting; paste pasted pasting;
haste; bathe bathed; breathe breathed breathing; clothe clothed; tackle tackled; argue argued arguing; singe
singed; hang hanged; bang banged; belong belonged belonging; long longed longing; prolong prolonged prolonging;
wrong wronged; throng thronged; revere revered; sphere spheres; cohere; cede ceded; recede receded; supersede
superseded superseding; type typed typing
"""
_NOUNS = """
analysis analyses; axis axes; basis bases; crisis crises; diagnosis diagnoses; emphasis emphases; hypothesis
hypotheses; oasis oases; parenthesis parentheses; synthesis syntheses; thesis theses; child children; man men;
woman women; person persons; foot feet; tooth teeth; goose geese; mouse mice; ox oxen; life lives; wife wives;
knife knives; half halves; self selves; shelf shelves; thief thieves; wolf wolves; leaf leaves; loaf loaves; calf
calves; criterion criteria; phenomenon phenomena; curriculum curricula; memorandum memoranda; appendix appendices;
index indices; matrix matrices; vertex vertices; bus buses; virus viruses; status statuses; census censuses; campus
campuses; bonus bonuses; lens lenses; gas gases; chassis; corpus corpora; genus genera; nucleus nuclei; stimulus
stimuli; alumnus alumni; chairman chairmen; chairwoman chairwomen; spokesman spokesmen; spokeswoman spokeswomen;
policeman policemen; tie ties; pie pies; lie lies; movie movies; cookie cookies; quiz quizzes; cache caches; ache
aches; axe; hero heroes; potato potatoes; shoe shoes; toe toes; canoe canoes; businessman businessmen; ombudsman
ombudsmen; fisherman fishermen
"""
_APART = """
always perhaps across news series species means besides sometimes towards afterwards forwards backwards upwards
downwards hers its ours theirs yours this thus whereas yes politics economics ethics mathematics physics logistics
analytics electronics athletics ethos cosmos chaos pathos texas paris wales james thomas charles sacred naked
hundred kindred wicked rugged ragged bed red shed sled embed wed ted need feed speed seed weed deed indeed breed
greed creed exceed proceed succeed heed steed thing something nothing anything everything king ring spring string
bring wing sing swing sting sling during morning evening ceiling sterling sibling darling duckling pudding
wedding-day inning lightning viking beijing boeing notwithstanding outstanding as us gas bias plus versus bonus
campus virus consensus census status focus corpus lens canvas atlas alias christmas
"""

_SETTLED = """
lay=lay found=find ground=ground bound=bind saw=see left=leave bases=basis leaves=leave lies=lie wound=wound axes=axis
"""


def forms() -> dict[str, str]:
    """The base of each irregular form, and of each word that stands alone, by form; made anew at each call."""
    table: dict[str, str] = {word: word for word in _APART.split()}
    for family in f"{_VERBS};{_NOUNS}".split(";"):
        base, *others = family.split() or ("",)
        table |= {form: base for form in (base, *others) if form and (form == base or form not in table)}
    for pair in _SETTLED.split():
        form, _, base = pair.partition("=")
        table[form] = base
    return table
