// Pretrains a model on a folder of unlabelled images and shows what it says of every pixel of one of them.
//
// In the window: Plugins > Macros > Run...
// Headless:      java -jar COVER_.jar --headless -macro Pretrain_and_Embed.ijm "folder"
//                Fiji --headless -macro Pretrain_and_Embed.ijm "folder"
//
// Argument: the working folder, by default sample-data in the current folder, and after a comma, if other than 200,
// the number of iterations. Images are read from its sub-folder chest/unlabelled, or from the folder itself where there
// is none; the results go to its sub-folder results.

argument = getArgument();
iterations = 200;
comma = lastIndexOf(argument, ",");
if (comma >= 0) {
    iterations = parseInt(substring(argument, comma + 1));
    argument = substring(argument, 0, comma);
}
if (argument != "") {
    folder = argument;
} else if (File.isDirectory("sample-data")) {
    folder = "sample-data";
} else {
    folder = getDirectory("Folder of unlabelled images");
}
if (!File.isDirectory(folder)) {
    exit("There is no folder " + folder);
}
images = folder + "/chest/unlabelled";
if (!File.isDirectory(images)) {
    images = folder;
}
results = folder + "/results";
File.makeDirectory(results);
model = results + "/pretrained.cover";

run("COVER Pretrain...", "input=[" + images + "] output=[" + model + "] dimensions=2D channels=1 resize=128 patch=128"
    + " width=8 iterations=" + iterations + " seed=1");
run("COVER Model Info...", "model=[" + model + "]");

image = firstImage(images);
open(image);
title = getTitle();
run("COVER Extract Embeddings...", "image=[" + title + "] model=[" + model + "] level=all features=8 pca=true"
    + " output_folder=[" + results + "]");
name = File.getNameWithoutExtension(image);
selectNewest(name + " PCA");
saveAs("PNG", results + "/" + name + "_pca.png");
print("The results are in " + results + ": the model pretrained.cover, the embedding " + name
    + "_embedding.tif, and its colours " + name + "_pca.png.");

// Of images whose titles begin alike, as after several runs, the one that was shown last.
function selectNewest(title) {
    for (i = 1; i <= nImages; i++) {
        selectImage(i);
        if (startsWith(getTitle(), title)) {
            newest = getImageID();
        }
    }
    selectImage(newest);
}

function firstImage(folder) {
    names = getFileList(folder);
    for (i = 0; i < names.length; i++) {
        if (matches(toLowerCase(names[i]), ".*\\.(png|jpg|jpeg|tif|tiff|bmp)")) {
            return folder + "/" + names[i];
        }
    }
    exit("There is no image in " + folder);
}
