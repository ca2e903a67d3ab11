// Fine-tunes a pretrained model on a folder of images and a folder of label images, and segments a folder with it.
//
// Headless: java -jar COVER_.jar --headless -macro Fine_tune_and_Segment.ijm "folder"
//
// Argument: a working folder with the sub-folders images, labels and, if other images are to be segmented, apply; and
// pretrained.cover, without which the network starts from scratch. By default the sample data. The results go to
// its sub-folder results. After a comma, if other than 200, the number of iterations.

folder = getArgument();
iterations = 200;
comma = lastIndexOf(folder, ",");
if (comma >= 0) {
    iterations = parseInt(substring(folder, comma + 1));
    folder = substring(folder, 0, comma);
}
if (folder == "") {
    folder = sampleData();
}
if (!File.isDirectory(folder)) {
    exit("There is no folder " + folder);
}
results = folder + "/results";
File.makeDirectory(results);
images = folder + "/images";
labels = folder + "/labels";
apply = folder + "/apply";
pretrained = folder + "/pretrained.cover";
if (!File.isDirectory(images)) {
    images = folder + "/chest/labelled/images";
    labels = folder + "/chest/labelled/labels";
    apply = folder + "/chest/unlabelled";
    pretrained = results + "/pretrained.cover";
}
if (!File.isDirectory(apply)) {
    apply = images;
}
start = "";
if (File.exists(pretrained)) {
    start = " model=[" + pretrained + "]";
} else {
    print("There is no " + pretrained + ": the network starts from scratch.");
}
model = results + "/segmentation.cover";
run("COVER Fine-tune Segmentation...", "images=[" + images + "] labels=[" + labels + "]" + start
    + " output=[" + model + "] iterations=" + iterations + " seed=1");
run("COVER Segment...", "input=[" + apply + "] output_folder=[" + results + "/segmented] model=[" + model + "]");
print("The segmentation model and its scores are in " + results + ", the label images in " + results + "/segmented.");

// In the current folder, beside the folder of this macro, or where COVER Open Sample puts it.
function sampleData() {
    places = newArray("sample-data", File.getParent(File.getParent(getInfo("macro.filepath"))) + "/sample-data",
        getDirectory("home") + "COVER-samples/sample-data");
    for (i = 0; i < places.length; i++) {
        if (File.isDirectory(places[i] + "/chest")) {
            return places[i];
        }
    }
    return "sample-data";
}
