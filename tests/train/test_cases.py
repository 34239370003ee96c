"""What is held out must stay held out, and what is read must be what the table says."""

import json

import cv2
import numpy as np
import pytest

from edge.errors import SourceError
from train import evaluate
from train.cases import HELD, TUNE, arrays, part_of, photos
from train.evaluate import PHOTOS, main
from train.scoring import Score


def folder_with(tmp_path, *rows: str):
    (tmp_path / "labels.csv").write_text("\n".join(("file,lines,source,kind", *rows)) + "\n")
    return tmp_path


def picture(path, text: str = ""):
    image = np.full((120, 240, 3), 235, np.uint8)
    cv2.putText(image, text, (20, 90), cv2.FONT_HERSHEY_SIMPLEX, 2.4, (40, 30, 30), 6, cv2.LINE_AA)
    cv2.imwrite(str(path), image)


def test_a_sheet_and_its_lines_and_crops_are_in_one_part():
    for origin in ("guer_124240", "guer_125513", "sparsha_img"):
        assert (
            len({part_of(f"{origin}{end}") for end in (".png", "_L0.jpg", "_L0_3_8.jpg", "_L2_4_1.jpg")}) == 1
        )
    assert part_of("clean/01_06_iphone_14_0_r0c7_3.jpg") == part_of("blank/alex_val_01_06_iphone_14_0.jpg")


def test_both_parts_get_their_share():
    held = sum(part_of(f"photo-{i}.jpg") == HELD for i in range(400))
    assert 150 < held < 250


def test_a_photo_comes_with_the_lines_of_its_row(tmp_path):
    picture(tmp_path / "a.png")
    folder_with(tmp_path, "a.png,472|19,me,sheet")
    (case,) = photos(tmp_path, (TUNE, HELD))
    assert case.lines == ("472", "19") and (case.kind, case.source) == ("sheet", "me")
    assert case.image.shape == (120, 240, 3)


def test_a_negative_has_no_lines(tmp_path):
    picture(tmp_path / "a.png")
    (case,) = photos(folder_with(tmp_path, "a.png,,me,negative_desk"), (TUNE, HELD))
    assert case.lines == ()


def test_a_folder_without_a_table_is_told_in_a_sentence(tmp_path, capsys):
    with pytest.raises(SourceError):
        list(photos(tmp_path, (TUNE,)))
    assert main(["--photos", str(tmp_path), "--scenes", "0"]) == SourceError.exit_code
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_table_without_the_columns_is_told_in_a_sentence(tmp_path):
    (tmp_path / "labels.csv").write_text("name,text\na.png,1\n")
    with pytest.raises(SourceError, match="columns"):
        list(photos(tmp_path, (TUNE,)))


def test_arrays_are_split_without_an_image_in_both_parts(tmp_path):
    (tmp_path / "arrays").mkdir()
    x = np.zeros((9, 16, 16), np.uint8)
    x[:, 4:12, 7:9] = 255
    np.savez(tmp_path / "arrays/some.npz", x=x, y=np.arange(9))
    names = {part: {case.name for case in arrays(tmp_path, (part,))} for part in (TUNE, HELD)}
    assert len(names[TUNE]) == 5 and len(names[HELD]) == 4
    assert not names[TUNE] & names[HELD]
    case = next(arrays(tmp_path, (HELD,)))
    assert case.lines == ("1",) and case.image[0, 0, 0] > 200 > case.image[48, 48, 0]


@pytest.mark.parametrize("option", ["--scenes", "--retakes", "--pages"])
def test_fewer_than_none_are_wrong_usage(option, capsys):
    with pytest.raises(SystemExit) as ended:
        main([option, "-1"])
    assert ended.value.code == 2 and "-1 is less than 0" in capsys.readouterr().err


def test_the_command_counts_and_shows_what_it_missed(tmp_path, capsys):
    picture(tmp_path / "right.png", "47")
    picture(tmp_path / "blank.png")
    picture(tmp_path / "mislabelled.png", "47")
    folder_with(
        tmp_path, "right.png,47,me,line", "blank.png,,me,negative_blank", "mislabelled.png,00,me,mislabelled"
    )
    sheets = tmp_path / "sheets"
    code = main(["--photos", str(tmp_path), "--scenes", "0", "--sheet", str(sheets), "--json"])
    outcome = json.loads(capsys.readouterr().out)
    kinds = {name: row for part in outcome["parts"].values() for name, row in part["kinds"].items()}
    assert code == 0
    assert kinds["line"]["exact"] == 100 and kinds["negative_blank"]["exact"] == 100
    assert kinds["mislabelled"] == kinds["mislabelled"] | {"exact": 0, "wrong": 2, "characters_wrong": 100}
    (sheet,) = sheets.glob("*mislabelled*.png")
    assert cv2.imread(str(sheet)).shape[1] > 600


def test_the_shared_photos_are_all_found():
    if not PHOTOS.is_dir():
        pytest.skip("the development photos are not here")
    rows = (PHOTOS / "labels.csv").read_text().strip().splitlines()
    assert sum(1 for _ in photos(PHOTOS, (TUNE, HELD))) == len(rows) - 1


def test_a_report_keeps_the_parts_apart():
    results = [
        evaluate.Result("line", "me", TUNE, Score(True, 0, 3, 3, 0, 0)),
        evaluate.Result("line", "me", HELD, Score(False, 3, 3, 0, 3, 0)),
    ]
    report = evaluate.report(results)
    assert report[TUNE]["kinds"]["line"]["exact"] == 100
    assert report[HELD]["kinds"]["line"]["exact"] == 0
