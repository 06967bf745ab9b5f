from hygie.core.errors import HygieError, MisusedError


def test_an_error_says_what_happened_and_what_to_do() -> None:
    error = MisusedError("Le fichier est abîmé.", hint="Reprenez l'original.")
    assert isinstance(error, HygieError)
    assert (error.message, error.hint) == ("Le fichier est abîmé.", "Reprenez l'original.")
    assert str(error) == error.message
