"""Candidates' names: made up, from many places, and the same at every start."""

from random import Random
from typing import NamedTuple


class Name(NamedTuple):
    """A candidate's name and sex."""

    surname: str
    forenames: str
    sex: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIRLS = _words("""
    Ada Aisha Alice Amara Amelia Anaïs Anwen Beatrice Bronwen Caitlín Chloé Clara Dalia Ela Eleri Élodie
    Emily Erin Esme Fatima Femi Freya Grace Halima Hannah Isla Ivy Jasmine Jia Kezia Layla Leona Lily
    Lucía Maisie Maryam Megan Mei Mila Nadia Naomi Niamh Nour Olivia Orla Poppy Priya Rachel Renée Rosie
    Ruby Saoirse Sienna Siân Sofía Tamsin Temi Willow Yasmin Zara Zofia
""")
BOYS = _words("""
    Aaron Adil Alfie Amir Arthur Ben Bilal Caleb Callum Chidi Dafydd Daniel Dev Dylan Ehsan Eitan Elijah
    Ethan Ezra Finn Gabriel George Gethin Hamza Harry Hugo Ibrahim Idris Isaac Jack Jakub José Joshua
    Kai Kofi Kwame Lewis Liam Louis Luca Malik Mateo Max Mohammed Noah Oisín Oliver Omar Oscar Owen
    Rafael Rhys Rohan Ryan Samuel Søren Theo Thomas Tunde Yusuf Zachary Zayn
""")
SURNAMES = _words("""
    Abbott Abdi Adeyemi Ahmed Akhtar Ali Allen Andersson Appiah Ashworth Bailey Banerjee Barnes Begum
    Bell Bennett Blackwood Brown Byrne Campbell Carter Chaudhry Chen Clarke Coleman Cooper Costa Cox Das
    Davies Diallo Dixon D'Souza Edwards El-Sayed Evans Farah Fernández Fisher Fletcher Foster Fox García
    Gill Gonçalves Grant Gray Green Griffiths Haddad Hall Harris Hassan Hughes Hussain Ibrahim Islam
    Jackson James Jenkins Jones Kaur Kelly Khan Kim Kowalski Kumar Lewis Li Llewellyn Łukasik MacDonald
    Mahmood Malik Marsh Mehta Mensah Miah Mitchell Mohamed Moore Morgan Murphy Nair Nguyễn Novák Nowak
    O'Brien O'Connor Okafor Okonkwo Osei Owen Özdemir Parker Patel Petrović Phillips Popescu Powell
    Price Quinn Rahman Rees Reid Reynolds Richards Roberts Robinson Rossi Ryan Saleh Sánchez Scott Shah
    Sharma Shaw Singh Sithole Smith Smith-Jones Stewart Szabó Taylor Thomas Thompson Turner Tyler-Hope
    Uddin Underwood Varga Walker Walsh Wang Ward Watson Webb White Williams Wilson Wood Wright Yılmaz
    Young Yusuf Zając Zhang
""")

UNUSUAL = (
    Name("O'Connor-Łukasiewicz", "Siân Marie-Élise", "F"),
    Name("بن علي", "محمد", "M"),
    Name("Sparkes", "Ruby 🌟", "F"),
    Name("de la Cruz Hernández", "María José", "F"),
    Name("Nguyễn", "Thị Ánh Tuyết", "F"),
    Name("Suharto", "", "M"),
    Name("van der Merwe-Ó Súilleabháin", "Caoimhín Pádraig Maximilian Bartholomew", "M"),
    Name("王", "小明", "M"),
    Name("Þórsdóttir", "Björk", "F"),
    Name("Null", "Jennifer", "F"),
    Name("Ng", "Bo", "M"),
    Name("M'Bala", "N'Golo", "M"),
    Name("כהן", "נועה", "F"),
    Name("Müller-Weiß", "Zoë", "F"),
    Name("शर्मा", "आरव", "M"),
)
"""What a page has to bear: accents, apostrophes, right to left, an emoji, one word only, long and short ones."""


MANY_UNUSUAL = range(1002, 1030, 3)
"""The numbers, in every centre, of candidates whose names test a page."""


def name_of(centre: str, series: str, number: str) -> Name:
    """The name of a candidate number; the same every time."""
    random = Random(f"{centre} {series} {number}")  # noqa: S311  (names, not secrets)
    if int(number) in MANY_UNUSUAL:
        return UNUSUAL[int(number) // MANY_UNUSUAL.step % len(UNUSUAL)]
    if random.random() < 0.02:
        return random.choice(UNUSUAL)
    girl = random.random() < 0.5
    second = f" {random.choice(GIRLS if girl else BOYS)}" if random.random() < 0.3 else ""
    return Name(
        random.choice(SURNAMES), random.choice(GIRLS if girl else BOYS) + second, "F" if girl else "M"
    )
